import type { Route } from '../simulator.ts'
import type { WireRequest } from '../wire.ts'
import { accountOf } from './dialect.ts'
import { invalid, noSuch } from './errors.ts'
import {
  type BalanceTransaction,
  type Dispute,
  type DisputeStatus,
  disputeFee,
  newDispute,
} from './money-objects.ts'
import * as params from './params.ts'
import { route } from './route.ts'
import type { Held, State } from './state.ts'

/** What the timer carries until a payer complains. */
interface Complaint {
  readonly account: string
  readonly charge: string
  readonly kind: 'fraudulent' | 'product_not_received' | 'inquiry'
}

/** The disputes resource, except for lists. */
export function disputeRoutes(state: State): Route[] {
  state.stage.timers.define<Complaint>('open_dispute', (complaint) => open(state, complaint))
  return [
    route(state, 'GET', '/v1/disputes/:id', 'lookup', (request) => {
      params.read(params.onlyExpand, request.query)
      return find(state, request).object
    }),
    route(state, 'POST', '/v1/disputes/:id', 'dispute', (request) => update(state, request)),
    route(state, 'POST', '/v1/disputes/:id/close', 'dispute', (request) => {
      params.read(params.onlyExpand, request.body)
      return close(state, contested(find(state, request)), 'lost')
    }),
  ]
}

function find(state: State, request: WireRequest): Held<Dispute> {
  const { id = '' } = request.params
  const held = state.disputes.get(id)
  if (held?.account !== accountOf(request)) throw noSuch('dispute', id, 'dispute')
  return held
}

function contested(held: Held<Dispute>): Held<Dispute> {
  const { status } = held.object
  if (status !== 'needs_response' && status !== 'warning_needs_response') {
    throw invalid('This dispute is already closed')
  }
  return held
}

function open(state: State, { account, charge: id, kind }: Complaint): void {
  const charge = state.charges.get(id)
  if (charge === undefined) return
  const made = newDispute(charge.object, kind, state.now())
  const withdraws = kind !== 'inquiry'
  const dispute = withdraws
    ? { ...made, balance_transactions: [moved(state, account, made, -1)] }
    : made
  state.disputes.put(dispute.id, { account, object: dispute })
  state.charges.put(id, { account, object: { ...charge.object, disputed: withdraws } })
  state.emit({ account }, 'charge.dispute.created', dispute)
  if (withdraws) state.emit({ account }, 'charge.dispute.funds_withdrawn', dispute)
}

/** Takes the disputed money and the fee away, or gives the money back. */
function moved(state: State, account: string, dispute: Dispute, sign: 1 | -1): BalanceTransaction {
  const id = state.balance(account, {
    type: 'adjustment',
    reportingCategory: sign < 0 ? 'dispute' : 'dispute_reversal',
    amount: sign * dispute.amount,
    fee: sign < 0 ? disputeFee : 0,
    currency: dispute.currency,
    source: dispute.id,
    availableAtOnce: true,
  })
  const held = state.transactions.get(id)
  if (held === undefined) throw new Error(`Balance transaction ${id} was not kept.`)
  return held.object
}

/**
 * Evidence decides at once, as in Stripe's test mode: its text says whether it wins. What neither wins nor
 * loses is with the issuer from then on.
 */
function update(state: State, request: WireRequest): Dispute {
  const input = params.read(params.updateDispute, request.body)
  const held = contested(find(state, request))
  const { object } = held
  const evidence = { ...object.evidence, ...input.evidence }
  const { evidence_details: details } = object
  const submits = input.submit !== false && Object.keys(evidence).length > 0
  const dispute: Dispute = {
    ...object,
    evidence,
    evidence_details: {
      ...details,
      has_evidence: Object.keys(evidence).length > 0,
      submission_count: details.submission_count + (submits ? 1 : 0),
    },
    metadata: { ...object.metadata, ...input.metadata },
  }
  if (!submits) return changed(state, held, dispute)
  const { uncategorized_text: text } = evidence
  if (text === 'winning_evidence' || text === 'losing_evidence') {
    return close(state, { ...held, object: dispute }, text === 'winning_evidence' ? 'won' : 'lost')
  }
  const isInquiry = dispute.status === 'warning_needs_response'
  const status = isInquiry ? 'warning_under_review' : 'under_review'
  return changed(state, held, { ...dispute, status })
}

function changed(state: State, held: Held<Dispute>, object: Dispute): Dispute {
  state.disputes.put(object.id, { ...held, object })
  state.emit(held, 'charge.dispute.updated', object)
  return object
}

function close(state: State, held: Held<Dispute>, outcome: 'won' | 'lost'): Dispute {
  const { account, object: dispute } = held
  const inquiry = dispute.status === 'warning_needs_response'
  const status: DisputeStatus = inquiry ? 'warning_closed' : outcome
  const reinstated = status === 'won' ? [moved(state, account, dispute, 1)] : []
  const object: Dispute = {
    ...dispute,
    status,
    balance_transactions: [...dispute.balance_transactions, ...reinstated],
  }
  state.disputes.put(object.id, { account, object })
  state.emit(held, 'charge.dispute.closed', object)
  if (status === 'won') state.emit(held, 'charge.dispute.funds_reinstated', object)
  return object
}
