import type { Change } from '../db/index.ts'
import type { Origin } from '../events/index.ts'
import type { Context } from './context.ts'

/**
 * What the verbs on PSPs, merchants, keys and processor accounts work with. They are nobody's payments:
 * there may be no merchant yet, so there is no tenant either. Only a request has an origin.
 */
export type OfficeContext = Pick<Context, 'clock' | 'queries' | 'conclude'> &
  Partial<Pick<Context, 'origin'>>

/** What events say they came of. */
export function originOf({ origin }: OfficeContext): Origin {
  return origin ?? { requestId: null, idempotencyKey: null }
}

/**
 * A change of a PSP's or a merchant's own rows.
 * @param ownerId the merchant a row names, else the PSP
 */
export function officeChange(ownerId: string, livemode: boolean, parts: Partial<Change>): Change {
  return { merchantId: ownerId, livemode, inserts: [], replaces: [], entries: [], ...parts }
}

/** Metadata as it is after an update: keys sent are set, empty text removes one, null removes all. */
export function mergeMetadata(
  current: Readonly<Record<string, string>>,
  update: Readonly<Record<string, string>> | null,
): Record<string, string> {
  if (update === null) return {}
  return Object.fromEntries(
    Object.entries({ ...current, ...update }).filter(([, value]) => value !== ''),
  )
}
