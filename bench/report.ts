import type { Measured, Report } from './measured.ts'

/** A report as people read it. */
export function render({
  baseline,
  measured,
  ratio,
  ratioToPgbench,
  costOfStored,
  promises,
}: Report): string {
  const clients = Object.entries(baseline.byClient).map(([count, tps]) => `${count}: ${whole(tps)}`)
  return [
    'Baseline: pgbench’s TPC-B-like transaction on the same PostgreSQL',
    `  by our client library   ${whole(baseline.bestByClient)}/s at best (connections: ${clients.join(', ')})`,
    `  by pgbench itself       ${baseline.byPgbench === null ? 'not installed' : `${whole(baseline.byPgbench)}/s`}`,
    '',
    ...measured.flatMap(renderMeasured),
    `Ratio at 64 callers: ${ratio.toFixed(2)} to our client library${
      ratioToPgbench === null ? '' : `, ${ratioToPgbench.toFixed(2)} to pgbench itself`
    }`,
    ...(costOfStored === null ? [] : [`Stored payments cost ${(costOfStored * 100).toFixed(1)} %`]),
    '',
    ...promises.map(({ promise, holds }) => `${holds ? 'holds ' : 'BROKEN'}  ${promise}`),
  ].join('\n')
}

function renderMeasured(of: Measured): string[] {
  return [
    `Payments (create and confirm, captured at once), ${whole(of.stored)} stored`,
    ...Object.entries(of.byCallers).map(
      ([callers, { perSecond, p50Ms, p99Ms }]) =>
        `  ${callers.padStart(3)} callers   ${whole(perSecond).padStart(6)}/s   p50 ${p50Ms.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms`,
    ),
    `  at half load, p99 of the server's own time: ${of.halfLoadP99Ms.toFixed(1)} ms`,
    `  CPU a payment: ${whole(of.serverCpuMicros)} µs server, ${
      of.databaseCpuMicros === null ? 'unknown' : whole(of.databaseCpuMicros)
    } µs database; ${of.changesPerBatch.toFixed(1)} changes a batch`,
    `  ${whole(of.residentMegabytes)} MB resident, ${whole(of.walBytes)} bytes of WAL a payment`,
    '',
  ]
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
