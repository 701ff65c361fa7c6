import { z } from 'zod'
import type {
  AdapterAccount,
  Answer,
  AuthorizeAsk,
  CompleteAsk,
  HttpResponse,
  Operation,
  VerifyAsk,
} from '../../adapter.ts'
import { fromWire, toWire, wireAmount } from './amounts.ts'
import { billingAddress, cardDetails } from './card.ts'
import { readChecks } from './checks.ts'
import { credential } from './credentials.ts'
import { declined } from './declines.ts'
import { readFailure } from './errors.ts'
import { additionalData, parseBody, post, unknown } from './wire.ts'

/**
 * Charges a card. Adyen captures by itself when asked to with no delay; then the authorisation is the
 * sale: `approved` means taken, and only a CAPTURE_FAILED notification, rare with cards, undoes it.
 * For a manual capture the authorisation is flagged as a pre-authorisation, which schemes ask for
 * when the final amount may differ, and without which it could not be raised.
 * @see https://docs.adyen.com/api-explorer/Checkout/71/post/payments
 * @see https://docs.adyen.com/online-payments/adjust-authorisation
 */
export const authorize: Operation<AuthorizeAsk> = {
  request: (ask, account) =>
    post(account, ask, '/payments', {
      ...common(ask, account),
      amount: toWire(ask.amount),
      ...(ask.capture === 'automatic'
        ? { captureDelayHours: 0 }
        : { additionalData: { manualCapture: 'true', authorisationType: 'PreAuth' } }),
      ...(ask.saveForLater || ask.offSession ? cardOnFile : {}),
      authenticationData: authentication(ask.offSession, ask.authentication === 'any'),
      ...(ask.payerEmail === undefined ? {} : { shopperEmail: ask.payerEmail }),
      ...(ask.statementDescriptor === undefined
        ? {}
        : { shopperStatement: statement(ask.statementDescriptor) }),
      ...(ask.description === undefined
        ? {}
        : { metadata: { description: ask.description.slice(0, 80) } }),
    }),
  response: readPayment,
}

/**
 * A zero-amount authorisation: proves that the card works and that its holder agrees to it being kept.
 * @see https://docs.adyen.com/online-payments/tokenization/zero-value-authorization
 */
export const verify: Operation<VerifyAsk> = {
  request: (ask, account) =>
    post(account, ask, '/payments', {
      ...common(ask, account),
      amount: toWire({ amount: 0n, currency: ask.currency }),
      ...cardOnFile,
      authenticationData: authentication(ask.offSession, ask.authentication === 'any'),
    }),
  response: readPayment,
}

/** Tells Adyen what the payer's browser brought back from the issuer. */
export const complete: Operation<CompleteAsk> = {
  request(ask, account) {
    const { redirectResult } = ask.query
    if (redirectResult === undefined) throw new Error('The payer came back without redirectResult.')
    return post(account, ask, '/payments/details', { details: { redirectResult } })
  },
  response: readPayment,
}

/** What the merchant starts later on a kept card; both the first and the later payments say so. */
const cardOnFile = { recurringProcessingModel: 'UnscheduledCardOnFile' }

function common(
  ask: AuthorizeAsk | VerifyAsk,
  { credentials }: AdapterAccount,
): Record<string, unknown> {
  const address = billingAddress(ask.card)
  return {
    merchantAccount: credential(credentials, 'merchantAccount'),
    reference: ask.reference,
    paymentMethod: cardDetails(ask.card),
    ...(address === undefined ? {} : { billingAddress: address }),
    returnUrl: ask.returnUrl,
    channel: 'Web',
    shopperInteraction: ask.offSession ? 'ContAuth' : 'Ecommerce',
  }
}

/** Challenges go through a redirect: the native ones need Adyen's own script in the payer's browser. */
function authentication(offSession: boolean, always: boolean): Record<string, unknown> {
  if (offSession) return { attemptAuthentication: 'never' }
  return {
    ...(always ? { attemptAuthentication: 'always' } : {}),
    threeDSRequestData: { nativeThreeDS: 'disabled' },
  }
}

/** Adyen takes these characters only, and banks show 22 of them. */
function statement(text: string): string {
  return text.replace(/[^a-zA-Z0-9 .,'_\-?+*/]/g, ' ').slice(0, 22)
}

const paymentResponse = z.object({
  resultCode: z.string(),
  pspReference: z.string().optional(),
  merchantReference: z.string().optional(),
  amount: wireAmount.optional(),
  additionalData,
  refusalReason: z.string().optional(),
  refusalReasonCode: z.string().optional(),
  action: z
    .object({ type: z.string(), method: z.string().optional(), url: z.string().optional() })
    .optional(),
})

/**
 * Reads the answer to `/payments` and `/payments/details`.
 * @see https://docs.adyen.com/online-payments/build-your-integration/payment-result-codes
 */
function readPayment(response: HttpResponse, ask: AuthorizeAsk | VerifyAsk | CompleteAsk): Answer {
  if (response.status !== 200) return readFailure(response, ask, 'elsewhere')
  const payment = parseBody(response, paymentResponse)
  if (payment === undefined) return unknown('HTTP 200 without a payment Adyen would send')
  const { resultCode, pspReference, additionalData } = payment
  const checks = readChecks(additionalData)
  switch (resultCode) {
    case 'Authorised':
    case 'PartiallyAuthorised':
      return readAuthorised(payment, ask)
    case 'Refused':
    case 'Error':
    case 'Cancelled':
      return declined(
        {
          code: payment.refusalReasonCode,
          reason: payment.refusalReason,
          raw: additionalData['refusalReasonRaw'],
        },
        {
          ...(pspReference === undefined ? {} : { processorReference: pspReference }),
          ...(checks === undefined ? {} : { checks }),
        },
      )
    case 'RedirectShopper': {
      const { type, method = 'GET', url } = payment.action ?? {}
      if (type !== 'redirect' || method !== 'GET' || url === undefined) {
        return unknown('RedirectShopper without a URL to redirect to')
      }
      // Adyen may name its reference only after the payer came back, and needs none until then.
      return {
        outcome: 'requires_action',
        processorReference: pspReference ?? ask.reference,
        redirectUrl: url,
      }
    }
    case 'Received':
    case 'Pending':
      if (pspReference === undefined) return unknown(`${resultCode} without a pspReference`)
      return { outcome: 'pending', processorReference: pspReference }
    default:
      return unknown(`resultCode ${resultCode}`)
  }
}

/**
 * `amount` is optional in the protocol. Without it `Authorised` means the amount asked for, because
 * less would be `PartiallyAuthorised`, which is not believed without its amount.
 */
function readAuthorised(
  payment: z.output<typeof paymentResponse>,
  ask: AuthorizeAsk | VerifyAsk | CompleteAsk,
): Answer {
  const { resultCode, pspReference, merchantReference, additionalData } = payment
  const checks = readChecks(additionalData)
  if (pspReference === undefined) return unknown(`${resultCode} without a pspReference`)
  if (resultCode === 'PartiallyAuthorised' && payment.amount === undefined) {
    return unknown('PartiallyAuthorised without an amount')
  }
  const asked = 'amount' in ask ? ask.amount : undefined
  const amount = payment.amount === undefined ? asked : fromWire(payment.amount)
  const { authCode, networkTxReference, threeDAuthenticated } = additionalData
  return {
    outcome: 'approved',
    processorReference: pspReference,
    ...(amount === undefined ? {} : { amount }),
    ...(merchantReference === undefined ? {} : { reference: merchantReference }),
    ...(checks === undefined ? {} : { checks }),
    ...(threeDAuthenticated === undefined ? {} : { authenticated: threeDAuthenticated === 'true' }),
    ...(authCode === undefined ? {} : { authorizationCode: authCode }),
    ...(networkTxReference === undefined ? {} : { networkTransactionId: networkTxReference }),
  }
}
