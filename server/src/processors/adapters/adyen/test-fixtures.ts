import { money } from '../../../kernel/index.ts'
import type { AuthorizeAsk, HttpRequest, HttpResponse } from '../../adapter.ts'
import { adyen } from './index.ts'

/** Published by Adyen with its libraries. */
export const publishedKey = 'DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00'

/** An account at Adyen that lacks nothing. */
export const account = {
  id: 'pa_1',
  credentials: { apiKey: 'AQEkey', merchantAccount: 'ExampleECOM', hmacKey: publishedKey },
}

/** A sale with everything in it. */
export const authorizeAsk: AuthorizeAsk = {
  reference: 'ch_1',
  idempotencyKey: 'key_1',
  amount: money(1500, 'eur'),
  capture: 'automatic',
  card: {
    number: '4111111111111111',
    expMonth: 3,
    expYear: 2030,
    cvc: '737',
    holderName: 'John Smith',
    address: {
      line1: '37C Redwood Block',
      city: 'New York',
      state: 'NY',
      postalCode: '10039',
      country: 'us',
    },
  },
  offSession: false,
  saveForLater: false,
  authentication: 'automatic',
  returnUrl: 'https://pay.example.com/return/ch_1',
  statementDescriptor: 'Café & Søn #12',
  description: 'Order 12',
  payerEmail: 'payer@example.com',
}
/** What every change of a payment is asked with. */
export const change = {
  reference: 're_1',
  idempotencyKey: 'key_2',
  processorReference: '993617895204576J',
}

/** The JSON of a request's body. */
export const bodyOf = ({ body }: HttpRequest) => JSON.parse(body ?? '')

/** An answer in JSON, or with this very text. */
export const answer = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** What the adapter makes of this answer to a sale. */
export const authorized = (body: unknown, ask = authorizeAsk, status = 200) =>
  adyen.authorize.response(answer(status, body), ask, account)
