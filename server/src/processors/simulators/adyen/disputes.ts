import { newReference, type Payment, type State } from './state.ts'

interface Complaint {
  readonly pspReference: string
  readonly payment: string
}

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

/** Names the task; to be called before timers start. */
export function defineDisputes(state: State): void {
  state.stage.timers.define<Complaint>('dispute', (complaint) => open(state, complaint))
}

/** Some cards complain about what they paid, a little later. */
export function expectDispute(state: State, payment: Payment): void {
  if (payment.card.behaviour.dispute === undefined || payment.value === 0) return
  const complaint = { pspReference: newReference(), payment: payment.pspReference }
  state.stage.timers.after(state.stage.laterMs, 'dispute', complaint)
}

function open(state: State, complaint: Complaint): void {
  const payment = state.payments.get(complaint.payment)
  const kind = payment?.card.behaviour.dispute
  if (payment === undefined || kind === undefined) return
  const { eventCode, code, reason } = complaints[kind]
  state.notify(payment, {
    eventCode,
    pspReference: complaint.pspReference,
    originalReference: payment.pspReference,
    merchantReference: payment.reference,
    value: payment.value,
    currency: payment.currency,
    reason,
    additionalData: {
      chargebackReasonCode: code,
      chargebackSchemeCode: payment.card.brand,
      disputeStatus: 'Undefended',
      defendable: 'true',
    },
  })
}
