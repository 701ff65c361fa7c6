import type { Queries } from '../db/index.ts'

/** A row that breaks a promise. */
export interface Breach {
  readonly merchant_id: string
  readonly livemode: boolean
  /** Its id, or what stands for one: an account, a key. */
  readonly row: string
  readonly says: string
}

/** One promise about all that is stored. */
export interface Check {
  readonly name: string
  /** The promise, as a sentence. */
  readonly promise: string
  /** @param most how many breaches to name: where there are more, that many are enough to act on */
  find(snapshot: Queries, most: number): Promise<Breach[]>
}
