import type { Entry } from '../db/index.ts'
import { type Money, subtract } from '../kernel/index.ts'
import { entry, facts } from '../ledger/index.ts'
import type { Approved } from '../processors/index.ts'
import { feeTaken } from './application-fee.ts'
import type { Attempt } from './model.ts'
import { amountOf, revise } from './rows.ts'
import { must, attemptTransitions as of } from './states.ts'
import type { Circumstances } from './times.ts'

/** What a yes makes of an attempt, and what it posts to the ledger. Pure. */
export function bookApproval(
  attempt: Attempt,
  answer: Approved,
  { at, fee, cost, ...world }: Circumstances,
): { attempt: Attempt; entries: Entry[] } {
  const isCapture = attempt.details.capture === 'automatic'
  const amount = amountOf(attempt)
  const applicationFee = feeTaken(attempt.details, amount)
  const booking = {
    merchantId: attempt.merchant_id,
    livemode: attempt.livemode,
    sourceId: attempt.id,
    at,
  }
  const availableAt = attempt.details.available_at_once ? at : world.availableAt
  const main = isCapture
    ? entry(
        { ...booking, kind: 'captured', availableAt },
        facts.captured({ gross: amount, fee, applicationFee }),
      )
    : entry({ ...booking, kind: 'authorized' }, facts.authorized({ amount }))
  const entries = [main]
  if (isCapture && cost.amount > 0n) {
    entries.push(
      entry({ ...booking, kind: 'processor_cost_accrued' }, facts.processorCostAccrued({ cost })),
    )
  }
  if (isCapture && attempt.details.available_at_once) {
    const owed = subtract(amount, fee)
    const net = applicationFee === undefined ? owed : subtract(owed, applicationFee)
    if (net.amount !== 0n) entries.push(releaseAtOnce(booking, net))
  }
  return {
    entries,
    attempt: revise(attempt, {
      status: must(of, attempt.status, isCapture ? 'approved_and_captured' : 'approved'),
      processor_reference: answer.processorReference,
      check_at: null,
      amount_captured: isCapture ? attempt.amount : 0n,
      captured_at: isCapture ? at : null,
      capture_before: isCapture ? null : daysAfter(at, world.authorizationDays),
      authorization_entry_id: isCapture ? null : main.row.id,
      capture_entry_id: isCapture ? main.row.id : null,
      details: {
        ...attempt.details,
        fee: isCapture ? Number(fee.amount) : 0,
        application_fee:
          isCapture && applicationFee !== undefined ? Number(applicationFee.amount) : null,
        available_at: isCapture ? availableAt.toISOString() : null,
        checks: { ...attempt.details.checks, ...answer.checks },
        authenticated: answer.authenticated ?? attempt.details.authenticated,
        authorization_code: answer.authorizationCode ?? null,
        network_transaction_id: answer.networkTransactionId ?? null,
        alert: null,
      },
    }),
  }
}

/** A test card whose funds skip the wait. */
function releaseAtOnce(
  booking: { merchantId: string; livemode: boolean; sourceId: string; at: Date },
  net: Money,
): Entry {
  return entry(
    { ...booking, kind: 'funds_available', availableAt: booking.at },
    facts.fundsAvailable({ amount: net }),
  )
}

function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * 86_400_000)
}
