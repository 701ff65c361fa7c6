import type { FaultRuleInput } from '../../../src/processors/index.ts'

type Fault = FaultRuleInput['fault']

/** What can go wrong with an answer at once, and keeps nobody waiting. */
export const quickFaults: readonly Fault[] = [
  ...['decline', 'drop_before', 'drop_after', 'error_before', 'error_after', 'truncate_after'],
  ...['html_after', 'wrong_amount', 'wrong_currency', 'slow', 'conflict', 'rate_limit'],
] as Fault[]

/** Answers that do not come before the processor's deadline. */
export const silences: readonly Fault[] = ['timeout_before', 'timeout_after']

/** A simulator of a server in another process, by the address it is told things at. */
export interface Misbehaving {
  /** The next calls that ask for a payment meet this, as many. */
  meet(fault: Fault, times: number): Promise<void>
  /** What was met so far. */
  met(): Promise<readonly string[]>
}

export function misbehaving(url: string, processor: 'stripe' | 'adyen'): Misbehaving {
  const control = `${url}/simulators/${processor}/_control/faults`
  return {
    async meet(fault, times) {
      const rule: FaultRuleInput = { operation: 'authorize', fault, times, ms: 200 }
      const answer = await fetch(control, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ rules: [rule] }),
      })
      if (!answer.ok) throw new Error(`${fault} was refused: ${await answer.text()}`)
    },
    async met() {
      const { met } = (await (await fetch(control)).json()) as { met: Record<string, number> }
      return Object.keys(met)
    },
  }
}
