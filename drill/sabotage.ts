import { randomUUID } from 'node:crypto'
import {
  adapterFor,
  type Declined,
  processorNames,
  type Runner,
} from '../server/src/processors/index.ts'

/** The bugs that must make the drill fail: what others get wrong, switched in on purpose. */
export const controlNames = ['fresh-key', 'timeout-is-failure'] as const
export type ControlName = (typeof controlNames)[number]

/** Puts one of those bugs between the payments and their processors. */
export function sabotage(runner: Pick<Runner, 'ask'>, control: ControlName): void {
  const { ask: original } = runner
  const ask = wrong[control](original)
  Object.assign(runner, { ask })
}

const wrong: Readonly<Record<ControlName, (ask: Runner['ask']) => Runner['ask']>> = {
  'fresh-key': (original) => (account, operation, ask, options) =>
    original(
      account,
      operation,
      isRepeat(ask) ? { ...ask, idempotencyKey: randomUUID() } : ask,
      options,
    ),
  'timeout-is-failure': (original) => async (account, operation, ask, options) => {
    const answer = await original(account, operation, ask, options)
    return (answer.outcome === 'unknown' ? declined : answer) as typeof answer
  },
}

const declined: Declined = {
  outcome: 'declined',
  declineCode: 'processing_error',
  processorCode: 'timeout',
  retry: 'later',
}

function isRepeat(ask: unknown): ask is { idempotencyKey: string } {
  return typeof ask === 'object' && ask !== null && 'repeat' in ask && ask.repeat === true
}

/** Cuts every processor's deadline: in a short drill a time-out must not take half a minute. */
export function hurry(deadlineMs: number): void {
  for (const name of processorNames) Object.assign(adapterFor(name).capabilities, { deadlineMs })
}
