import type { Command } from 'commander'
import {
  createKey,
  createMerchant,
  detailsOf,
  findPsp,
  listMerchants,
  type OfficeContext,
} from '../tenants/index.ts'
import type { CliParts } from './parts.ts'
import { facts } from './present.ts'
import { notThere } from './refused.ts'

interface CreateOptions {
  readonly psp: string
  readonly country?: string
  readonly currency?: string
  readonly email?: string
  readonly live?: true
}

/** `merchant create`, `merchant list` */
export function merchantCommands(program: Command, { print, withOffice }: CliParts): void {
  const merchant = program.command('merchant').description('merchants: those who take payments')

  merchant
    .command('create <name>')
    .description('sign up a merchant of a PSP, and make its first keys')
    .requiredOption('--psp <id>', 'whose merchant it is')
    .option('--country <code>', 'where it is, as ISO 3166 (default: as its PSP)')
    .option('--currency <code>', "what its account is kept in (default: its country's)")
    .option('--email <address>', 'how to reach it')
    .option('--live', 'it takes live payments too (default: test mode only)')
    .addHelpText(
      'after',
      `
Examples:
  $ npx switchyard merchant create "Kaffebaren" --psp psp_0VCcGn8i08LTNZoAvmx3RgYl
  $ npx switchyard merchant create "Kaffebaren" --psp psp_0VCcGn8i08LTNZoAvmx3RgYl --country NO --live
`,
    )
    .action((name: string, options: CreateOptions) =>
      withOffice(async (office) => {
        const livemode = options.live === true
        const psp = await pspOf(office, options.psp)
        const made = await createMerchant(office, psp, {
          livemode,
          business_profile: { name },
          ...(options.country !== undefined && { country: options.country }),
          ...(options.currency !== undefined && { default_currency: options.currency }),
          ...(options.email !== undefined && { email: options.email }),
        })
        const key = async (kind: 'secret' | 'publishable', live: boolean) =>
          (await createKey(office, { kind, merchant: made, livemode: live })).text
        print(
          facts({
            merchant: made.id,
            'secret test key': await key('secret', false),
            'publishable test key': await key('publishable', false),
            'secret live key': livemode ? await key('secret', true) : undefined,
            'publishable live key': livemode ? await key('publishable', true) : undefined,
          }),
        )
        print('Keep the secret keys: they are not shown again.')
      }),
    )

  merchant
    .command('list')
    .description("a PSP's newest hundred merchants")
    .requiredOption('--psp <id>', 'whose merchants')
    .addHelpText(
      'after',
      '\nExample:\n  $ npx switchyard merchant list --psp psp_0VCcGn8i08LTNZoAvmx3RgYl\n',
    )
    .action((options: { psp: string }) =>
      withOffice(async (office) => {
        const { id } = await pspOf(office, options.psp)
        for (const row of await listMerchants(office.queries, id, 100)) {
          const { name } = detailsOf(row).business_profile
          const mode = row.livemode ? 'live' : 'test'
          print([row.id, mode, row.country, row.status, name ?? ''].join('  ').trimEnd())
        }
      }),
    )
}

async function pspOf({ queries }: OfficeContext, id: string) {
  const psp = await findPsp(queries, id)
  if (psp === undefined) throw notThere('PSP', id, 'npx switchyard psp list')
  return psp
}
