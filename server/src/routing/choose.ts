import type { Capabilities } from '../processors/index.ts'

/** What a payment needs of a processor. */
export interface Need {
  readonly method: string
  readonly currency: string
  readonly capture: 'automatic' | 'manual'
  readonly raisable: boolean
}

/** An account a payment could go to. */
export interface Candidate {
  readonly id: string
  readonly processor: string
  readonly priority: number
  readonly capabilities: Capabilities
  readonly circuit: 'closed' | 'open' | 'half_open'
}

/** Accounts in the order to try them, and in one sentence why. */
export interface Route<C> {
  readonly accounts: readonly C[]
  readonly explanation: string
}

/**
 * Orders the accounts a payment may go to: those that can do what it needs, by priority, with an account
 * whose circuit is open kept for last. Pure.
 */
export function chooseRoute<C extends Candidate>(candidates: readonly C[], need: Need): Route<C> {
  const skipped: string[] = []
  const able = candidates.filter((candidate) => {
    const missing = missingCapability(candidate.capabilities, need)
    if (missing !== undefined) skipped.push(`${candidate.processor} skipped: ${missing}`)
    return missing === undefined
  })
  const accounts = able.toSorted(
    (left, right) =>
      Number(left.circuit === 'open') - Number(right.circuit === 'open') ||
      left.priority - right.priority,
  )
  for (const { processor, circuit } of accounts) {
    if (circuit === 'open') skipped.push(`${processor} last: not answering`)
  }
  const [first] = accounts
  const reasons =
    first === undefined ? skipped : [`${first.processor}: first by priority`, ...skipped]
  return { accounts, explanation: reasons.join('; ') }
}

function missingCapability(can: Capabilities, need: Need): string | undefined {
  if (!can.methods.includes(need.method)) return `no ${need.method}`
  if (can.currencies !== 'all' && !can.currencies.has(need.currency)) return `no ${need.currency}`
  if (need.capture === 'manual' && !can.manualCapture) return 'no manual capture'
  if (need.raisable && !can.incrementalAuthorization) return 'no incremental authorization'
  return undefined
}
