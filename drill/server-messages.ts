import type { CrashPoint } from '../server/src/kernel/index.ts'
import type { Founded } from './found.ts'

/** Die when this point is passed for the so-manieth time from now. */
export interface ToServer {
  readonly point: CrashPoint
  readonly passing: number
}

/** The server takes requests. */
export interface FromServer {
  readonly url: string
  /** In its first life: who was founded. */
  readonly founded?: Founded
}
