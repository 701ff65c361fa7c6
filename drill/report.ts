import type { Judged } from './compare.ts'
import type { Outcome } from './run.ts'

const mostExamples = 5

/** Whether every promise held, and as many kills were carried out as were asked for. */
export function isPassed({ promises, figures, options }: Outcome): boolean {
  return (
    promises.every(({ broken }) => broken.length === 0) && killed(figures.kills) >= options.kills
  )
}

/** A drill as people read it. */
export function renderOutcome(outcome: Outcome): string {
  const { promises, figures, options } = outcome
  const { control, seed, payments } = options
  const { kills, seconds, repeats } = figures
  const rows: [string, string][] = [
    ['seed', `${seed}${control === undefined ? '' : `, with the bug ${control}`}`],
    ['payments', `${payments} by ${options.callers} callers in ${seconds.load} s`],
    [
      'requests',
      `${figures.requests}, ${figures.steps} of them answered for good; not yet: ${list(repeats)}`,
    ],
    ['kills', `${killed(kills)} of ${options.kills}: ${list(kills)}`],
    ['charges', `${figures.charges}, and ${figures.refunds} refunds`],
    [
      'events',
      `${figures.events}, ${figures.webhooksTaken} deliveries taken; answered badly on purpose: ${list(figures.webhooksRefused)}`,
    ],
    ['faults', list(figures.faults)],
    ['all ended', `${seconds.untilAllEnded} s after the last fault`],
    ['took', `${seconds.total} s`],
  ]
  return [
    ...rows.map(([name, value]) => `${name.padEnd(14)} ${value}`),
    '',
    ...promises.flatMap(renderJudged),
    '',
    isPassed(outcome) ? 'Every promise held.' : `Replay with --seed ${seed}.`,
  ].join('\n')
}

function renderJudged({ promise, broken }: Judged): string[] {
  const more = broken.length - mostExamples
  return [
    `${broken.length === 0 ? 'held  ' : 'BROKEN'} ${String(broken.length).padStart(6)}  ${promise}`,
    ...broken.slice(0, mostExamples).map((line) => `                ${line}`),
    ...(more > 0 ? [`                … and ${more} more`] : []),
  ]
}

/** The same for programs, on one line. */
export function outcomeJson(outcome: Outcome): string {
  const { promises, figures, options } = outcome
  const broken = Object.fromEntries(promises.map((each) => [each.promise, each.broken.length]))
  return JSON.stringify({ passed: isPassed(outcome), ...options, ...figures, broken })
}

function killed(kills: Outcome['figures']['kills']): number {
  return Object.values(kills).reduce((sum, times) => sum + times, 0)
}

function list(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
  return all.length === 0 ? 'none' : all.join(', ')
}
