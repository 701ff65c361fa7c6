import { Command, CommanderError } from 'commander'
import { Problem } from '../kernel/index.ts'
import { keyCommands } from './key.ts'
import { merchantCommands } from './merchant.ts'
import type { CliParts } from './parts.ts'
import { pspCommands } from './psp.ts'
import { serverCommands } from './server.ts'

/** All commands. The long-running ones are given as functions; see `runCli` for how it ends. */
export function buildCli(parts: CliParts): Command {
  const program = new Command('switchyard')
    .description('One operating backend for many payment service providers.')
    .usage('<command> [options]')
    .helpCommand(false)
    .showHelpAfterError('(--help says more)')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ npx switchyard start
  $ npx switchyard psp create "Nordbetalning" --country SE
  $ npx switchyard verify

Every command has its own --help. Settings: docs/settings.md.
`,
    )
  serverCommands(program, parts)
  pspCommands(program, parts)
  merchantCommands(program, parts)
  keyCommands(program, parts)
  return program
}

/**
 * Runs one command.
 *
 * @param args as after the program's name
 * @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage or settings
 */
export async function runCli(
  program: Command,
  args: readonly string[],
  printError: (line: string) => void,
): Promise<number> {
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // What is wrong with the usage, or the help asked for, is printed already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    printError(explain(error))
    return exitCodeOf(error)
  }
}

/** What a person can act on is told in a sentence; what should never happen, with all there is. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof Problem)
    return `${error.param === undefined ? '' : `${error.param}: `}${error.message}`
  return 'exitCode' in error ? error.message : (error.stack ?? error.message)
}

function exitCodeOf(error: unknown): number {
  const code = error instanceof Error && 'exitCode' in error ? error.exitCode : 1
  return typeof code === 'number' ? code : 1
}
