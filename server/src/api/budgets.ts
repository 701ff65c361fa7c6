import type { Row } from '../db/index.ts'
import { type Budget, type Caller, settingsOf } from '../tenants/index.ts'
import { refuse } from './refusals.ts'

/** What is spent of one key's or PSP's budget: requests a second as a token bucket, and requests in progress. */
interface Account {
  tokens: number
  filledAt: number
  running: number
}

/**
 * What PSPs and keys may ask of this server: a PSP's flood is refused before it slows another's requests.
 * Held in memory by each server, so an installation of three lets three times as much through.
 */
export interface Budgets {
  /**
   * Spends one request.
   * @returns gives its place in progress back
   * @throws {Problem} `rate_limit`, saying which budget is spent
   */
  enter(caller: Caller): () => void
}

const mostAccounts = 20_000
const unlimited = () => {
  // An operator's requests count against no budget, so there is nothing to give back.
}

/** @param nowMs a clock that never goes back */
export function openBudgets(nowMs: () => number = () => performance.now()): Budgets {
  const accounts = new Map<string, Account>()
  const limits = new WeakMap<Row<'psps'>, { psp: Budget; key: Budget }>()

  function limitsOf(psp: Row<'psps'>): { psp: Budget; key: Budget } {
    const known = limits.get(psp) ?? settingsOf(psp).limits
    limits.set(psp, known)
    return known
  }

  function accountOf(id: string, budget: Budget, now: number): Account {
    const found = accounts.get(id)
    if (found === undefined) {
      if (accounts.size >= mostAccounts) dropIdle(accounts, now)
      const fresh = { tokens: budget.requests_per_second, filledAt: now, running: 0 }
      accounts.set(id, fresh)
      return fresh
    }
    const earned = ((now - found.filledAt) / 1000) * budget.requests_per_second
    found.tokens = Math.min(budget.requests_per_second, found.tokens + earned)
    found.filledAt = now
    return found
  }

  return {
    enter(caller) {
      if (caller.as === 'operator') return unlimited
      const { psp: pspBudget, key: keyBudget } = limitsOf(caller.psp)
      const now = nowMs()
      const psp = accountOf(`${caller.psp.id}:${caller.livemode}`, pspBudget, now)
      const key = accountOf(caller.keyId, keyBudget, now)
      if (key.running >= keyBudget.concurrent) throw limited('endpoint-concurrency')
      if (psp.running >= pspBudget.concurrent) throw limited('global-concurrency')
      if (key.tokens < 1) throw limited('endpoint-rate')
      if (psp.tokens < 1) throw limited('global-rate')
      for (const account of [psp, key]) {
        account.tokens -= 1
        account.running += 1
      }
      return () => {
        psp.running -= 1
        key.running -= 1
      }
    },
  }
}

/** Forgets who has asked nothing for a minute: their buckets are full again, as a new one is. */
function dropIdle(accounts: Map<string, Account>, now: number): void {
  for (const [id, { running, filledAt }] of accounts) {
    if (running === 0 && now - filledAt > 60_000) accounts.delete(id)
  }
}

function limited(by: string) {
  return refuse(
    'rate_limit',
    by.endsWith('rate')
      ? 'Request rate limit exceeded. Slow down, or ask for a higher limit.'
      : 'Too many requests are in progress at the same time. Send fewer at once, or ask for a higher limit.',
    { limited_by: by },
  )
}
