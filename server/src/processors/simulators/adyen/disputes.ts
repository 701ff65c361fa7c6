import type { Route } from '../simulator.ts'
import type { WireRequest } from '../wire.ts'
import { accountOf, answered } from './dialect.ts'
import { invalid, json } from './errors.ts'
import { disputeRequest, documentRequest, read } from './params.ts'
import { type Dispute, newReference, type Payment, type State } from './state.ts'

const dayMs = 86_400_000

/** What the schemes call the complaints of the published test cards. */
const complaints = {
  fraudulent: {
    eventCode: 'CHARGEBACK',
    code: '10.4',
    reason: 'Other Fraud-Card Absent Environment',
  },
  product_not_received: {
    eventCode: 'CHARGEBACK',
    code: '13.1',
    reason: 'Merchandise/Services Not Received',
  },
  inquiry: {
    eventCode: 'REQUEST_FOR_INFORMATION',
    code: '13.1',
    reason: 'Request for information',
  },
} as const

/** An event of a dispute, told when its time has come. */
interface Step {
  readonly dispute: string
  readonly eventCode: string
}

/**
 * The Disputes API, and the life of disputes.
 * @see https://docs.adyen.com/api-explorer/Disputes/30/overview
 */
export function disputeRoutes(state: State): Route[] {
  state.stage.timers.define<Dispute>('dispute', (complaint) => open(state, complaint))
  state.stage.timers.define<Step>('dispute_step', ({ dispute, eventCode }) => {
    const held = state.disputes.get(dispute)
    if (held !== undefined) tell(state, held, eventCode)
  })
  return [
    service('acceptDispute', (request) => {
      const dispute = undefended(state, request)
      state.disputes.put(dispute.pspReference, { ...dispute, status: 'Accepted' })
      later(state, dispute, ['DISPUTE_DEFENSE_PERIOD_ENDED'])
    }),
    service('supplyDefenseDocument', (request) => {
      const dispute = undefended(state, request)
      const [document] = read(documentRequest, request.body).defenseDocuments
      const content = Buffer.from(document?.content ?? '', 'base64').toString()
      state.disputes.put(dispute.pspReference, { ...dispute, document: content })
    }),
    service('defendDispute', (request) => {
      const dispute = undefended(state, request)
      state.disputes.put(dispute.pspReference, { ...dispute, status: 'Responded' })
      later(state, dispute, defended(dispute))
    }),
  ]
}

/** A defence brings the money back until the issuer complains again; the document decides whether it does. */
function defended({ complaint, document }: Dispute): string[] {
  if (complaint === 'inquiry') return ['INFORMATION_SUPPLIED']
  const steps = ['INFORMATION_SUPPLIED', 'CHARGEBACK_REVERSED']
  return document === 'winning_evidence' ? steps : [...steps, 'SECOND_CHARGEBACK']
}

function service(verb: string, run: (request: WireRequest) => void): Route {
  return {
    method: 'POST',
    url: `/ca/services/DisputeService/v30/${verb}`,
    operation: 'dispute',
    handle: (request) =>
      answered(() => {
        run(request)
        return json(200, { disputeServiceResult: { success: true } })
      }),
  }
}

function undefended(state: State, request: WireRequest): Dispute {
  const { disputePspReference, merchantAccountCode } = read(disputeRequest, request.body)
  const dispute = state.disputes.get(disputePspReference)
  const payment = dispute && state.payments.get(dispute.payment)
  const isOwn =
    payment?.account === accountOf(request) && payment.merchantAccount === merchantAccountCode
  if (dispute === undefined || !isOwn) throw invalid('167', 'Dispute not found')
  if (dispute.status !== 'Undefended') throw invalid('167', `Dispute is ${dispute.status}`)
  return dispute
}

/** Some cards complain about what they paid, a little later. */
export function expectDispute(state: State, payment: Payment): void {
  const { dispute: complaint } = payment.card.behaviour
  if (complaint === undefined || payment.value === 0) return
  const pspReference = newReference()
  const { clock } = state.stage
  const dispute: Dispute = {
    ...{ pspReference, payment: payment.pspReference, complaint, status: 'Undefended' },
    endsAt: new Date(clock.now().getTime() + 10 * dayMs).toISOString(),
  }
  state.stage.timers.after(state.stage.laterMs, 'dispute', dispute)
}

function open(state: State, dispute: Dispute): void {
  const { eventCode } = complaints[dispute.complaint]
  if (state.disputes.get(dispute.pspReference) === undefined) {
    state.disputes.put(dispute.pspReference, dispute)
  }
  tell(state, dispute, eventCode)
}

function later({ stage }: State, { pspReference }: Dispute, eventCodes: readonly string[]): void {
  for (const [index, eventCode] of eventCodes.entries()) {
    const step: Step = { dispute: pspReference, eventCode }
    stage.timers.after(stage.laterMs * (index + 1), 'dispute_step', step)
  }
}

function tell(state: State, dispute: Dispute, eventCode: string): void {
  const payment = state.payments.get(dispute.payment)
  if (payment === undefined) return
  const { code, reason } = complaints[dispute.complaint]
  state.notify(payment, {
    eventCode,
    pspReference: dispute.pspReference,
    originalReference: payment.pspReference,
    merchantReference: payment.reference,
    value: payment.value,
    currency: payment.currency,
    reason,
    additionalData: {
      chargebackReasonCode: code,
      chargebackSchemeCode: payment.card.brand,
      defensePeriodEndsAt: dispute.endsAt,
      disputeStatus: dispute.status,
      defendable: String(dispute.status === 'Undefended'),
    },
  })
}
