import { mkdtemp, rm } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { migrate } from '../server/src/db/index.ts'
import { openFront } from '../server/src/front.ts'
import { systemClock } from '../server/src/kernel/index.ts'
import {
  createKey,
  createMerchant,
  createProcessorAccount,
  createPsp,
} from '../server/src/tenants/index.ts'
import { newDemoMasterKey, parseMasterKeys } from '../server/src/vault/index.ts'
import { openSystem } from '../server/src/wiring.ts'
import { instantStripe } from './instant-stripe.ts'

/** What the benchmark's server tells of itself. */
export interface Ready {
  readonly url: string
  /** A secret key for each merchant. */
  readonly keys: readonly string[]
  readonly merchants: readonly string[]
}

export interface Usage {
  /** Since the last time it was asked. */
  readonly cpuSeconds: number
  readonly residentBytes: number
  /** Times from the first byte of a request to the last of its answer, since it was last asked. */
  readonly requestMs: readonly number[]
  readonly batches: number
  readonly changes: number
}

const merchantCount = 8

/** The whole server, as it always is, but for the processor: one that answers at once. Run with an IPC channel. */
async function main(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl)
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-bench-'))
  const front = await openFront({ host: '127.0.0.1', port: 0 })
  const system = openSystem(
    {
      operatorKey: undefined,
      databaseConnections: 10,
      commitLanes: 1,
      allowPrivateWebhooks: true,
      dataDir,
    },
    parseMasterKeys(newDemoMasterKey()),
    { databaseUrl, publicUrl: front.url, simulatorsUrl: front.url },
    // Requests are logged as they always are; nobody reads it here.
    pino(pino.destination({ dest: devNull, sync: false })),
    { transport: instantStripe },
  )
  const api = system.api()
  let requestMs: number[] = []
  api.addHook('onResponse', (_request, reply, done) => {
    requestMs.push(reply.elapsedTime)
    done()
  })
  await api.ready()
  front.serve(
    (request, response) => api.routing(request, response),
    async () => true,
  )
  const worker = system.startWorker()
  const ready = await openShops(system)
  let before = process.cpuUsage()
  process.on('message', (message) => {
    if (message === 'usage') {
      const { user, system: kernel } = process.cpuUsage(before)
      before = process.cpuUsage()
      const usage: Usage = {
        cpuSeconds: (user + kernel) / 1e6,
        residentBytes: process.memoryUsage.rss(),
        requestMs,
        ...system.stats,
      }
      requestMs = []
      process.send?.(usage)
    } else if (message === 'stop') {
      void worker
        .stop()
        .then(() => front.close(1))
        .then(() => api.close())
        .then(() => system.close())
        .then(() => rm(dataDir, { recursive: true }))
        .then(() => process.disconnect())
    }
  })
  // Whoever started it may be killed.
  process.once('disconnect', () => process.exit())
  process.send?.({ ...ready, url: front.url } satisfies Ready)
}

async function openShops({ database, commit, parts }: ReturnType<typeof openSystem>) {
  const office = { clock: systemClock, queries: database.system, conclude: commit }
  const unlimited = { requests_per_second: 1_000_000, concurrent: 1_000 }
  const psp = await createPsp(office, {
    ...{ name: 'Bench', country: 'SE' },
    settings: { limits: { psp: unlimited, key: unlimited } },
  })
  await createProcessorAccount(
    office,
    psp,
    {
      ...{ livemode: false, processor: 'stripe', name: 'instant', baseUrl: 'simulator:stripe' },
      credentials: { secret_key: 'sk_test_bench', webhook_secret: 'whsec_bench' },
      priority: 1,
    },
    parts.vault.sealSecret,
  )
  const keys: string[] = []
  const merchants: string[] = []
  for (let index = 0; index < merchantCount; index++) {
    const merchant = await createMerchant(office, psp, { country: 'US', livemode: false })
    const { text } = await createKey(office, { kind: 'secret', merchant, livemode: false }, {})
    keys.push(text)
    merchants.push(merchant.id)
  }
  return { keys, merchants }
}

const [databaseUrl] = process.argv.slice(2)
if (databaseUrl === undefined) throw new Error('Give the URL of the database.')
await main(databaseUrl)
