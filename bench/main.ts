import { startTemporary } from '../server/src/db/embedded/index.ts'
import { closedLoop, openLoop, type Phase, percentile } from './load.ts'
import type { Measured, Report } from './measured.ts'
import { cpuOfTree } from './meter.ts'
import { type Options, readOptions } from './options.ts'
import { render } from './report.ts'
import { type ServerUnderTest, startServerUnderTest } from './server-under-test.ts'
import { countPayments, markOriginals, storePayments, walPosition } from './stored-store.ts'
import { fillTpcb, tpcbByClient, tpcbByPgbench } from './tpcb-store.ts'

const many = 64

/** Measures the baseline and the server on one PostgreSQL, that waits for the disk, in one run. */
async function bench({ payments, stored, quick }: Options): Promise<Report> {
  const database = await startTemporary({ settings: { fsync: 'on', max_wal_size: '8GB' } })
  try {
    await fillTpcb(database.url)
    const byClient = await tpcbByClient(database.url, quick ? [16, 32] : [8, 16, 32, 64], payments)
    const bestByClient = Math.max(...byClient.values())
    const byPgbench = await tpcbByPgbench(database.url, 16, quick ? 3 : 10)
    const server = await startServerUnderTest(database.url)
    try {
      const measured = [await measure(server, database, payments)]
      if (stored > 0) {
        await markOriginals(database.url)
        await storePayments(database.url, stored)
        measured.push(await measure(server, database, payments))
      }
      return judge(
        {
          byClient: Object.fromEntries(byClient),
          bestByClient,
          byPgbench: byPgbench ?? null,
        },
        measured,
      )
    } finally {
      await server.stop()
    }
  } finally {
    await database.stop()
  }
}

async function measure(
  server: ServerUnderTest,
  database: { readonly url: string; readonly pid: number },
  payments: number,
): Promise<Measured> {
  // The first payments compile the code, fill the caches and plan the statements.
  await closedLoop(many, Math.ceil(payments / 5), server.pay)
  const stored = await countPayments(database.url)
  const byCallers: Record<number, Phase> = {}
  byCallers[1] = await closedLoop(1, Math.ceil(payments / 10), server.pay)
  byCallers[16] = await closedLoop(16, payments, server.pay)
  const before = await server.usage()
  const [cpuBefore, walBefore] = [await cpuOfTree(database.pid), await walPosition(database.url)]
  const full = await closedLoop(many, payments, server.pay)
  byCallers[many] = full
  const [cpuAfter, walAfter] = [await cpuOfTree(database.pid), await walPosition(database.url)]
  const usage = await server.usage()
  await openLoop(full.perSecond / 2, Math.ceil(payments / 2), server.pay)
  const half = await server.usage()
  return {
    stored,
    byCallers,
    halfLoadP99Ms: percentile(half.requestMs, 0.99),
    serverCpuMicros: (usage.cpuSeconds / payments) * 1e6,
    databaseCpuMicros:
      cpuBefore === undefined || cpuAfter === undefined
        ? null
        : ((cpuAfter - cpuBefore) / payments) * 1e6,
    residentMegabytes: half.residentBytes / 2 ** 20,
    walBytes: (walAfter - walBefore) / payments,
    changesPerBatch: (usage.changes - before.changes) / (usage.batches - before.batches),
  }
}

function judge(baseline: Report['baseline'], measured: readonly Measured[]): Report {
  const [first, second] = measured
  if (first === undefined) throw new Error('Nothing was measured.')
  const speed = (of: Measured) => of.byCallers[many]?.perSecond ?? 0
  const ratio = speed(first) / baseline.bestByClient
  const costOfStored = second === undefined ? null : 1 - speed(second) / speed(first)
  return {
    baseline,
    measured,
    ratio,
    ratioToPgbench: baseline.byPgbench === null ? null : speed(first) / baseline.byPgbench,
    costOfStored,
    promises: [
      { promise: 'a full payment costs no more than a TPC-B-like transaction', holds: ratio >= 1 },
      { promise: 'p99 of a request at half load is under 15 ms', holds: first.halfLoadP99Ms < 15 },
      { promise: 'resident memory is under 300 MB', holds: first.residentMegabytes < 300 },
      ...(costOfStored === null
        ? []
        : [{ promise: 'stored payments cost less than 10 %', holds: costOfStored < 0.1 }]),
    ],
  }
}

const options = readOptions(process.argv.slice(2))
const report = await bench(options)
process.stdout.write(`${render(report)}\n`)
if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`)
process.exitCode = report.promises.every(({ holds }) => holds) ? 0 : 1
