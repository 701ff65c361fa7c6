import { type Command, Option } from 'commander'
import {
  createKey,
  findMerchant,
  findPsp,
  type KeyOwner,
  listKeys,
  type MadeKey,
  type OfficeContext,
  revokeKey,
  rollKey,
} from '../tenants/index.ts'
import { duration, permission } from './options.ts'
import type { CliParts } from './parts.ts'
import { facts, keyLine } from './present.ts'
import { CommandRefused, notThere } from './refused.ts'

/** Whose keys; one of the three. */
interface OwnerOptions {
  readonly operator?: true
  readonly psp?: string
  readonly merchant?: string
}

interface CreateOptions extends OwnerOptions {
  readonly kind: 'secret' | 'publishable' | 'restricted'
  readonly permission?: Readonly<Record<string, string>>
  readonly name?: string
  readonly expiresIn?: number
  readonly live?: true
}

/** `key create`, `key list`, `key revoke`, `key roll` */
export function keyCommands(program: Command, parts: CliParts): void {
  const key = program.command('key').description('API keys of operators, PSPs and merchants')
  createCommand(key, parts)
  listCommand(key, parts)
  endCommands(key, parts)
}

function createCommand(key: Command, { print, withOffice }: CliParts): void {
  ownerOptions(key.command('create').description('make a key; its text is shown this once'))
    .addOption(
      new Option('--kind <kind>', "what a merchant's key may do")
        .choices(['secret', 'publishable', 'restricted'])
        .default('secret'),
    )
    .option(
      '--permission <resource=access>',
      'what a restricted key may read or write; again for more',
      permission,
    )
    .option('--name <text>', 'what people call it')
    .option('--expires-in <time>', 'when it ends by itself: 90d, 12h (default: never)', duration)
    .option('--live', 'a key for live mode (default: test mode)')
    .addHelpText(
      'after',
      `
Examples:
  $ npx switchyard key create --operator --name "on call"
  $ npx switchyard key create --psp psp_0VCcGn8i08LTNZoAvmx3RgYl --live
  $ npx switchyard key create --merchant acct_0VCcGn8i08LTNZoAvmx3Rg --kind restricted \\
      --permission charges=read --permission refunds=write --expires-in 90d
`,
    )
    .action((options: CreateOptions) =>
      withOffice(async (office) => {
        const { name, permission: permissions, expiresIn } = options
        const made = await createKey(office, await ownerOf(office, options), {
          ...(name !== undefined && { name }),
          ...(permissions !== undefined && { permissions }),
          ...(expiresIn !== undefined && {
            expiresAt: new Date(office.clock.now().getTime() + expiresIn),
          }),
        })
        printMade(print, made)
      }),
    )
}

function listCommand(key: Command, { print, withOffice }: CliParts): void {
  ownerOptions(key.command('list').description('the newest hundred keys of one owner'))
    .addHelpText(
      'after',
      `
Examples:
  $ npx switchyard key list --operator
  $ npx switchyard key list --merchant acct_0VCcGn8i08LTNZoAvmx3Rg
`,
    )
    .action((options: OwnerOptions) =>
      withOffice(async (office) => {
        const owner = await ownerOf(office, { ...options, kind: 'secret' })
        const of = {
          pspId: 'psp' in owner ? owner.psp.id : 'merchant' in owner ? owner.merchant.psp_id : null,
          merchantId: 'merchant' in owner ? owner.merchant.id : null,
        }
        for (const row of await listKeys(office.queries, of, 100)) {
          print(keyLine(row, office.clock.now()))
        }
      }),
    )
}

function endCommands(key: Command, { print, withOffice }: CliParts): void {
  key
    .command('revoke <id>')
    .description('end a key now; every server knows within five seconds')
    .addHelpText('after', '\nExample:\n  $ npx switchyard key revoke key_0VCcGn8i08LTNZoAvmx3Rg\n')
    .action((id: string) =>
      withOffice(async (office) => {
        const revoked = await revokeKey(office, id)
        print(`${revoked.id} (…${revoked.hint}) is revoked.`)
      }),
    )

  key
    .command('roll <id>')
    .description('make a new key like an old one, and end the old one later')
    .option('--overlap <time>', 'how long the old one goes on: 0 to 30d', duration, 86_400_000)
    .addHelpText(
      'after',
      `
Examples:
  $ npx switchyard key roll key_0VCcGn8i08LTNZoAvmx3Rg                the old one ends in a day
  $ npx switchyard key roll key_0VCcGn8i08LTNZoAvmx3Rg --overlap 0    it leaked: it ends now
`,
    )
    .action((id: string, { overlap }: { overlap: number }) =>
      withOffice(async (office) => {
        printMade(print, await rollKey(office, id, overlap))
        const end = new Date(office.clock.now().getTime() + overlap)
        print(`${id} ${overlap === 0 ? 'has ended' : `ends at ${end.toISOString()}`}.`)
      }),
    )
}

function ownerOptions(command: Command): Command {
  return command
    .addOption(new Option('--operator', 'of this installation').conflicts(['psp', 'merchant']))
    .addOption(new Option('--psp <id>', "a PSP's own").conflicts(['operator', 'merchant']))
    .addOption(new Option('--merchant <id>', "a merchant's").conflicts(['operator', 'psp']))
}

async function ownerOf(
  { queries }: OfficeContext,
  options: OwnerOptions & Pick<CreateOptions, 'kind' | 'live'>,
): Promise<KeyOwner> {
  const livemode = options.live === true
  if (options.operator === true) return { kind: 'operator' }
  if (options.psp !== undefined) {
    const psp = await findPsp(queries, options.psp)
    if (psp === undefined) throw notThere('PSP', options.psp, 'npx switchyard psp list')
    return { kind: 'psp', psp, livemode }
  }
  if (options.merchant !== undefined) {
    const merchant = await findMerchant(queries, options.merchant)
    if (merchant === undefined) {
      throw notThere('merchant', options.merchant, 'npx switchyard merchant list --psp <id>')
    }
    return { kind: options.kind, merchant, livemode }
  }
  throw new CommandRefused('Say whose key: --operator, --psp <id> or --merchant <id>.')
}

function printMade(print: (line: string) => void, { key, text }: MadeKey): void {
  print(facts({ id: key.id, key: text, expires: key.expires_at?.toISOString() }))
  print('Keep the key: it is not shown again.')
}
