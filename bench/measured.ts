import type { Phase } from './load.ts'

/** What was measured with some number of payments stored. */
export interface Measured {
  readonly stored: number
  readonly byCallers: Readonly<Record<number, Phase>>
  /** Requests as the server sees them, at half of what 64 callers reached. */
  readonly halfLoadP99Ms: number
  readonly serverCpuMicros: number
  /** Null where the system does not tell. */
  readonly databaseCpuMicros: number | null
  readonly residentMegabytes: number
  readonly walBytes: number
  readonly changesPerBatch: number
}

export interface Report {
  readonly baseline: {
    readonly byClient: Readonly<Record<number, number>>
    readonly bestByClient: number
    readonly byPgbench: number | null
  }
  readonly measured: readonly Measured[]
  /** Payments of 64 callers over the baseline's transactions, by the same client library. */
  readonly ratio: number
  readonly ratioToPgbench: number | null
  readonly costOfStored: number | null
  readonly promises: readonly { readonly promise: string; readonly holds: boolean }[]
}
