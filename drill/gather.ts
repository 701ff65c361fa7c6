import { findEmbedded } from '../server/src/db/embedded/index.ts'
import type { Controls } from '../server/src/processors/index.ts'
import { verify } from '../server/src/verify/index.ts'
import type { Bed } from './bed.ts'
import { readBooks } from './books.ts'
import { openClient } from './client.ts'
import { dice } from './dice.ts'
import type { Evidence } from './evidence.ts'
import { readClearing, readDrift, readImbalances } from './ledger.ts'
import type { Heard } from './load.ts'
import { withDatabase } from './postgres.ts'
import { openTally } from './tally.ts'
import { openTurns } from './turns.ts'
import { hear } from './witness.ts'

/** Asks everybody: the API, the ledger, the processors, the webhooks' receiver, the audit. */
export async function gather(
  { dataDir, simulators, receiver, supervisor }: Bed,
  heard: Heard,
  open: readonly string[],
): Promise<Evidence> {
  const { founded, falls, url } = supervisor
  const turns = openTurns(founded.merchants.length)
  const testimonies = await Promise.all(
    founded.merchants.map(({ secretKey }) =>
      hear(
        openClient({ url, secretKey, turns, tally: openTally(() => undefined), dice: dice('') }),
      ),
    ),
  )
  const ledger = await withDatabase(dataDir, async (client) => ({
    clearing: await readClearing(client),
    imbalances: await readImbalances(client),
    drift: await readDrift(client),
  }))
  return {
    ...heard,
    ...ledger,
    ...{ founded, falls, open, testimonies },
    books: readBooks(simulators.controls),
    taken: receiver.taken,
    forgedWebhooks: receiver.forged,
    believed: believed(simulators.controls),
    audit: await audit(dataDir),
  }
}

/** What `switchyard verify` finds. */
async function audit(dataDir: string): Promise<string[]> {
  const url = await findEmbedded(dataDir)
  if (url === undefined) return ['there is no database to audit']
  const findings = await verify(url)
  return findings.map(({ check, row, says }) => `${check}: ${row} ${says}`)
}

/**
 * Forgeries somebody said yes to. Adyen's signature carries no time: an old notification sent again is
 * genuine, and known already.
 */
function believed(controls: Controls): string[] {
  return Object.entries(controls).flatMap(([processor, control]) =>
    control
      .deliveries()
      .filter(({ copy, status }) => copy.startsWith('forge_') && status === 'delivered')
      .filter(({ copy }) => processor !== 'adyen' || copy !== 'forge_stale')
      .map(({ notification, copy }) => `${processor} ${notification} (${copy}) was taken`),
  )
}
