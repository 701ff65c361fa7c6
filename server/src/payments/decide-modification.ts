import type { Write } from '../db/index.ts'
import { event } from '../events/index.ts'
import { type Money, newId } from '../kernel/index.ts'
import { entry, facts } from '../ledger/index.ts'
import type { Answer } from '../processors/index.ts'
import { feeTaken } from './application-fee.ts'
import { voided } from './decide-void.ts'
import { intentEvent } from './intent-event.ts'
import type { Attempt, Intent, Modification, ModificationDetails } from './model.ts'
import {
  afterAnswer,
  type DecidedModification,
  isAbandoned,
  type ModificationWorld,
  type OpenModification,
  resolving,
} from './open-modification.ts'
import { amountOf, plain, revise, writeRow } from './rows.ts'
import { attemptTransitions, intentAfter, must, modificationTransitions as of } from './states.ts'

/** "We are about to ask" for a capture, void or raise: nothing else may start on the attempt meanwhile. */
export function startModification(
  { intent, attempt }: { intent: Intent; attempt: Attempt },
  ask: {
    kind: Modification['kind']
    amount: Money
    details?: Partial<ModificationDetails>
    at: Date
    checkAt: Date
    requestKey: string | null
  },
): {
  modification: Modification
  attempt: Attempt
  intent: Intent
  inserts: Write[]
  replaces: Write[]
} {
  const id = newId('mod', ask.at.getTime())
  const modification: Modification = {
    merchant_id: attempt.merchant_id,
    livemode: attempt.livemode,
    id,
    version: 1,
    created_at: ask.at,
    attempt_id: attempt.id,
    kind: ask.kind,
    status: 'asking',
    amount: ask.amount.amount,
    currency: ask.amount.currency,
    processor_account_id: attempt.processor_account_id,
    processor_key: `sy_${id}`,
    processor_reference: null,
    request_key: ask.requestKey,
    asked_at: ask.at,
    check_at: ask.checkAt,
    checks: 0,
    details: {
      ...{ purpose: 'cancel', final: true },
      ...{ processor_code: null, cancellation_reason: null, alert: null },
      application_fee_amount: null,
      ...ask.details,
    },
  }
  const busy = revise(attempt, { open_modification_id: id })
  const inserts = [writeRow('modifications', modification)]
  const replaces = [writeRow('attempts', busy)]
  if (modification.details.purpose === 'nothing') {
    return { modification, attempt: busy, intent, inserts, replaces }
  }
  const waiting = revise(intent, {
    status: intentAfter(intent.status, 'ask'),
    open_attempt_id: attempt.id,
  })
  replaces.push(writeRow('payment_intents', waiting))
  return { modification, attempt: busy, intent: waiting, inserts, replaces }
}

/** What the answer to a capture, void or raise makes of everything it touches. Pure. */
export function decideModification(
  open: OpenModification,
  answer: Answer,
  world: ModificationWorld,
): DecidedModification {
  switch (answer.outcome) {
    case 'approved':
      return succeeded(open, answer.processorReference, world)
    case 'declined':
      // Past its time a hold is gone, whatever the processor calls it.
      return open.modification.details.purpose === 'expire'
        ? succeeded(open, open.modification.processor_reference, world)
        : failed(open, answer.processorCode)
    case 'not_sent':
      return failed(open, 'not_sent')
    case 'requires_action':
      return failed(open, 'requires_action')
    case 'pending':
      return isAbandoned(open)
        ? succeeded(open, answer.processorReference, world)
        : waiting(open, 'accepted', answer.processorReference, world)
    case 'unknown':
      return waiting(open, 'lost', open.modification.processor_reference, world)
  }
}

function succeeded(
  open: OpenModification,
  processorReference: string | null,
  world: ModificationWorld,
): DecidedModification {
  const modification = revise(open.modification, {
    status: must(of, open.modification.status, 'approved'),
    processor_reference: processorReference,
    check_at: null,
  })
  const done = { ...open, modification }
  switch (modification.kind) {
    case 'capture':
      return captured(done, world)
    case 'void':
      return voided(done, world)
    case 'increment':
      return raised(done, world)
  }
}

function captured(open: OpenModification, world: ModificationWorld): DecidedModification {
  const { at, origin, fee, cost, availableAt } = world
  const gross = amountOf(open.modification)
  const feeAsked = feeAskedIn(open)
  const applicationFee = feeTaken(feeAsked, gross)
  const booking = {
    ...{ merchantId: open.attempt.merchant_id, livemode: open.attempt.livemode },
    ...{ sourceId: open.attempt.id, at },
  }
  const main = entry(
    { ...booking, kind: 'captured', availableAt, ...resolving(open.attempt) },
    facts.captured({ gross, fee, applicationFee, held: amountOf(open.attempt) }),
  )
  const attempt = revise(open.attempt, {
    status: must(attemptTransitions, open.attempt.status, 'captured'),
    amount_captured: gross.amount,
    captured_at: at,
    capture_before: null,
    capture_entry_id: main.row.id,
    open_modification_id: null,
    details: {
      ...open.attempt.details,
      ...feeAsked,
      fee: Number(fee.amount),
      application_fee: applicationFee === undefined ? null : Number(applicationFee.amount),
      available_at: availableAt.toISOString(),
    },
  })
  const intent = revise(open.intent, {
    status: intentAfter(open.intent.status, 'captured'),
    amount_capturable: 0n,
    amount_received: gross.amount,
    open_attempt_id: null,
    details: { ...open.intent.details, ...feeAsked },
  })
  return {
    ...afterAnswer({ ...open, attempt, intent }),
    entries: [
      main,
      ...(cost.amount > 0n
        ? [
            entry(
              { ...booking, kind: 'processor_cost_accrued' },
              facts.processorCostAccrued({ cost }),
            ),
          ]
        : []),
    ],
    inserts: [
      ...event('charge.captured', plain('attempts', attempt), at, origin),
      ...intentEvent('payment_intent.succeeded', intent, at, origin),
    ],
  }
}

/** A raised authorization is a new pending entry for the new total, which settles the old one. */
function raised(open: OpenModification, { at, origin }: ModificationWorld): DecidedModification {
  const total = amountOf(open.modification)
  const held = entry(
    {
      ...{ merchantId: open.attempt.merchant_id, livemode: open.attempt.livemode },
      ...{ kind: 'authorization_raised', sourceId: open.attempt.id, at },
      ...resolving(open.attempt),
    },
    facts.authorizationRaised({ held: amountOf(open.attempt), total }),
  )
  const attempt = revise(open.attempt, {
    amount: total.amount,
    authorization_entry_id: held.row.id,
    open_modification_id: null,
    details: { ...open.attempt.details, ...feeAskedIn(open) },
  })
  const intent = revise(open.intent, {
    status: intentAfter(open.intent.status, 'kept'),
    amount: total.amount,
    amount_capturable: total.amount,
    open_attempt_id: null,
    details: { ...open.intent.details, ...feeAskedIn(open) },
  })
  return {
    ...afterAnswer({ ...open, attempt, intent }),
    entries: [held],
    inserts: intentEvent('payment_intent.amount_capturable_updated', intent, at, origin),
  }
}

/** What the PSP wants of the payment: what it said with this capture or raise, or else before. */
function feeAskedIn({ attempt, modification }: OpenModification) {
  const { application_fee_amount: asked } = modification.details
  return { application_fee_amount: asked ?? attempt.details.application_fee_amount }
}

function failed(open: OpenModification, processorCode: string): DecidedModification {
  const modification = revise(open.modification, {
    status: must(of, open.modification.status, 'declined'),
    check_at: null,
    details: { ...open.modification.details, processor_code: processorCode },
  })
  const attempt = revise(open.attempt, {
    open_modification_id: null,
    // A payer who acted while we tried to cancel may have paid: find out.
    ...(isAbandoned(open) ? { check_at: open.modification.asked_at } : {}),
  })
  const intent = () =>
    revise(open.intent, {
      status: intentAfter(open.intent.status, isAbandoned(open) ? 'action_required' : 'kept'),
      open_attempt_id: isAbandoned(open) ? attempt.id : null,
    })
  const isAlone = modification.details.purpose === 'nothing'
  return {
    ...afterAnswer({ intent: isAlone ? open.intent : intent(), attempt, modification }),
    ...{ entries: [], inserts: [], failed: processorCode },
  }
}

function waiting(
  open: OpenModification,
  what: 'accepted' | 'lost',
  processorReference: string | null,
  { checkAt }: ModificationWorld,
): DecidedModification {
  const modification = revise(open.modification, {
    status: must(of, open.modification.status, what),
    processor_reference: processorReference,
    check_at: checkAt,
    checks: open.modification.checks + 1,
  })
  return {
    ...{ ...open, modification, entries: [], inserts: [], failed: undefined, declined: undefined },
    replaces: [writeRow('modifications', modification)],
  }
}
