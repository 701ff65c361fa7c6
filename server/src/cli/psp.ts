import type { Command } from 'commander'
import { createKey, createPsp, listPsps, type PspSettings } from '../tenants/index.ts'
import { texts } from './options.ts'
import type { CliParts } from './parts.ts'
import { facts } from './present.ts'

interface CreateOptions {
  readonly country: string
  readonly countries?: string[]
  readonly currencies?: string[]
  readonly live?: true
}

/** `psp create`, `psp list` */
export function pspCommands(program: Command, { print, withOffice }: CliParts): void {
  const psp = program.command('psp').description('PSPs: the brands that share this installation')

  psp
    .command('create <name>')
    .description('found a PSP, and make its first key')
    .requiredOption('--country <code>', 'where it is, as ISO 3166: SE')
    .option(
      '--countries <codes>',
      'where its merchants may be, by commas (default: anywhere)',
      texts,
    )
    .option('--currencies <codes>', 'what they may take, by commas (default: any)', texts)
    .option('--live', 'make a live key too')
    .addHelpText(
      'after',
      `
Examples:
  $ npx switchyard psp create "Nordbetalning" --country SE
  $ npx switchyard psp create "Nordbetalning" --country SE --countries SE,NO --currencies sek,nok,eur --live
`,
    )
    .action(async (name: string, { country, countries, currencies, live }: CreateOptions) => {
      const settings: Partial<PspSettings> = {
        ...(countries !== undefined && { allowed_countries: countries }),
        ...(currencies !== undefined && { allowed_currencies: currencies }),
      }
      await withOffice(async (office) => {
        const made = await createPsp(office, { name, country, settings })
        const key = (livemode: boolean) => createKey(office, { kind: 'psp', psp: made, livemode })
        print(
          facts({
            PSP: made.id,
            'test key': (await key(false)).text,
            'live key': live === true ? (await key(true)).text : undefined,
          }),
        )
        print('Keep the keys: they are not shown again.')
      })
    })

  psp
    .command('list')
    .description('the newest hundred PSPs')
    .addHelpText('after', '\nExample:\n  $ npx switchyard psp list\n')
    .action(() =>
      withOffice(async ({ queries }) => {
        for (const { id, country, name } of await listPsps(queries, 100)) {
          print(`${id}  ${country}  ${name}`)
        }
      }),
    )
}
