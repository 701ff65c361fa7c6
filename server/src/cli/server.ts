import { Argument, type Command } from 'commander'
import { type CliParts, type Part, parts } from './parts.ts'
import { CommandRefused } from './refused.ts'

/** `start`, `migrate`, `verify`, `vault rotate` */
export function serverCommands(
  program: Command,
  { print, settingsHelp, start, migrate, verify, rotateVault }: CliParts,
): void {
  program
    .command('start')
    .description('run the server until it is told to stop')
    .addArgument(
      new Argument('[part]', 'what of it: the API, the worker, or both')
        .choices(parts)
        .default('all'),
    )
    .addHelpText(
      'after',
      `
Settings, from the environment:
${settingsHelp}

Examples:
  $ npx switchyard start
  $ PORT=8080 HOST=0.0.0.0 npx switchyard start
  $ DATABASE_URL=postgres://app@db/switchyard npx switchyard start worker
`,
    )
    .action((part: Part) => start(part))

  program
    .command('migrate')
    .description('bring the database to this version; safe to repeat')
    .addHelpText(
      'after',
      '\nExample:\n  $ DATABASE_URL=postgres://owner@db/switchyard npx switchyard migrate\n',
    )
    .action(async () => {
      const ran = await migrate()
      for (const name of ran) print(`ran ${name}`)
      print(ran.length === 0 ? 'The database is up to date.' : 'The database is up to date now.')
    })

  program
    .command('verify')
    .description('audit every invariant of payments and ledger; names the row that breaks one')
    .addHelpText(
      'after',
      '\nEnds with exit code 1 when an invariant is broken.\n\nExample:\n  $ npx switchyard verify\n',
    )
    .action(async () => {
      if (!(await verify(print))) throw new CommandRefused('At least one invariant is broken.')
    })

  const vault = program
    .command('vault')
    .description('where cards and credentials are kept encrypted')
  vault
    .command('rotate')
    .description('renew the keys everything stored is encrypted with, while the server runs')
    .addHelpText(
      'after',
      `
It may be stopped at any point and run again: it goes on where it was.
To change the master key, put the new one first in MASTER_KEY, restart, and rotate.

Example:
  $ npx switchyard vault rotate
`,
    )
    .action(() => rotateVault(print))
}
