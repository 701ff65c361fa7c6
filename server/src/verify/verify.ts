import type { Queries } from '../db/index.ts'
import { readAnchors } from '../ledger/index.ts'
import { chainCheck } from './chain-check.ts'
import type { Breach, Check } from './check.ts'
import { disputeChecks } from './dispute-store.ts'
import { ledgerChecks } from './ledger-store.ts'
import { paymentChecks } from './payment-store.ts'
import { referenceChecks } from './reference-store.ts'
import { inSnapshot } from './store.ts'

/** A promise that does not hold, and a row that shows it. */
export interface Finding extends Breach {
  readonly check: string
  readonly promise: string
}

/** Named of one check at most. */
export const mostOfACheck = 20

export interface VerifyOptions {
  /** Where workers note the ends of the hash chains; without it, a chain that was cut off is not noticed. */
  readonly anchorsFile?: string
}

/**
 * Audits everything that must hold of what is stored. Reads one snapshot of a database that may be in use,
 * and writes nothing.
 *
 * @param databaseUrl as for `openDatabase`
 * @returns none when all is well; at most `mostOfACheck` for each promise
 */
export async function verify(
  databaseUrl: string,
  { anchorsFile }: VerifyOptions = {},
): Promise<Finding[]> {
  // Read before the snapshot is taken: an anchor is never ahead of what it is compared with.
  const anchors = anchorsFile === undefined ? new Map() : await readAnchors(anchorsFile)
  return inSnapshot(databaseUrl, (snapshot) =>
    findBreaches(snapshot, checksFor(chainCheck(anchors))),
  )
}

/** Every check in the order of the report. */
export function checksFor(chain: Check): readonly Check[] {
  return [...ledgerChecks, chain, ...paymentChecks, ...disputeChecks, ...referenceChecks]
}

/** Runs checks, one after the other. */
export async function findBreaches(
  snapshot: Queries,
  checks: readonly Check[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, promise, find } of checks) {
    const breaches = await find(snapshot, mostOfACheck).catch((cause: unknown) => {
      throw new Error(`Whether ${name} could not be found out.`, { cause })
    })
    findings.push(...breaches.map((breach) => ({ check: name, promise, ...breach })))
  }
  return findings
}
