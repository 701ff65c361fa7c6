import type { OfficeContext } from '../tenants/index.ts'

export const parts = ['all', 'api', 'worker'] as const
/** What of the server one process runs. */
export type Part = (typeof parts)[number]

/**
 * What the commands work with. Each reads the settings when it is called, not before, so that help can be
 * had whatever they are.
 */
export interface CliParts {
  print(line: string): void
  /** The settings, as `start --help` tells of them. */
  readonly settingsHelp: string
  /** Runs part of the server until it is told to stop. */
  start(part: Part): Promise<void>
  /** Brings the database to this version; the names of the migrations that ran now. */
  migrate(): Promise<readonly string[]>
  /** Audits every invariant and prints what it finds; false when one is broken. */
  verify(print: (line: string) => void): Promise<boolean>
  /** Renews the keys everything stored is encrypted with, and tells how far it is. */
  rotateVault(print: (line: string) => void): Promise<void>
  /** Opens the database for one command's work and closes it after. */
  withOffice<Result>(work: (office: OfficeContext) => Promise<Result>): Promise<Result>
}
