import { expect, test } from 'vitest'
import { officialDocument, officialDocumentsAreHere } from '../../../../test/official-schemas.ts'
import { money } from '../../../kernel/index.ts'
import type { AuthorizeAsk, HttpRequest } from '../../adapter.ts'
import { adyen } from './index.ts'
import { account, authorizeAsk, bodyOf, change } from './test-fixtures.ts'

test('a sale names the account, the card, the amount and our reference, and captures at once', () => {
  const request = adyen.authorize.request(authorizeAsk, account)
  expect({ ...request, body: undefined }).toEqual({
    method: 'POST',
    path: '/payments',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-api-key': 'AQEkey',
      'idempotency-key': 'key_1',
    },
    body: undefined,
  })
  expect(bodyOf(request)).toEqual({
    merchantAccount: 'ExampleECOM',
    reference: 'ch_1',
    amount: { value: 1500, currency: 'EUR' },
    paymentMethod: {
      type: 'scheme',
      number: '4111111111111111',
      expiryMonth: '03',
      expiryYear: '2030',
      cvc: '737',
      holderName: 'John Smith',
    },
    billingAddress: {
      street: 'Redwood Block',
      houseNumberOrName: '37C',
      city: 'New York',
      stateOrProvince: 'NY',
      postalCode: '10039',
      country: 'US',
    },
    returnUrl: 'https://pay.example.com/return/ch_1',
    channel: 'Web',
    shopperInteraction: 'Ecommerce',
    captureDelayHours: 0,
    authenticationData: { threeDSRequestData: { nativeThreeDS: 'disabled' } },
    shopperEmail: 'payer@example.com',
    shopperStatement: 'Caf    S n  12',
    metadata: { description: 'Order 12' },
  })
})

test('a manual capture is a pre-authorisation, and authentication can be demanded', () => {
  const ask: AuthorizeAsk = { ...authorizeAsk, capture: 'manual', authentication: 'any' }
  const body = bodyOf(adyen.authorize.request(ask, account))
  expect(body).not.toHaveProperty('captureDelayHours')
  expect(body.additionalData).toEqual({ manualCapture: 'true', authorisationType: 'PreAuth' })
  expect(body.authenticationData.attemptAuthentication).toBe('always')
})

test('a payment without the payer says so, and asks for no challenge', () => {
  const ask: AuthorizeAsk = { ...authorizeAsk, offSession: true, authentication: 'any' }
  expect(bodyOf(adyen.authorize.request(ask, account))).toMatchObject({
    shopperInteraction: 'ContAuth',
    recurringProcessingModel: 'UnscheduledCardOnFile',
    authenticationData: { attemptAuthentication: 'never' },
  })
})

test('an account without its merchant account cannot be asked, and the error shows no secret', () => {
  const broken = { id: 'pa_1', credentials: { apiKey: 'AQEkey' } }
  expect(() => adyen.authorize.request(authorizeAsk, broken)).toThrow(
    'The account has no merchantAccount.',
  )
})

test('a payer who came back without a result cannot be completed', () => {
  const ask = { ...change, capture: 'automatic', query: {} } as const
  expect(() => adyen.complete?.request(ask, account)).toThrow('without redirectResult')
})

test.skipIf(!officialDocumentsAreHere('adyen/checkout-v71.json'))(
  "every request is what Adyen's own document says (skipped where it is absent)",
  () => {
    const { violations } = officialDocument('adyen/checkout-v71.json')
    const { verify, complete, capture, void: cancel, refund, increment } = adyen
    const amount = money(500, 'eur')
    const bare = {
      ...authorizeAsk,
      card: { number: '4111111111111111', expMonth: 3, expYear: 2030 },
    }
    const requests: [string, HttpRequest | undefined][] = [
      ['PaymentRequest', adyen.authorize.request(authorizeAsk, account)],
      ['PaymentRequest', adyen.authorize.request(bare, account)],
      ['PaymentRequest', adyen.authorize.request({ ...authorizeAsk, capture: 'manual' }, account)],
      ['PaymentRequest', adyen.authorize.request({ ...authorizeAsk, offSession: true }, account)],
      [
        'PaymentRequest',
        adyen.authorize.request({ ...authorizeAsk, authentication: 'any' }, account),
      ],
      ['PaymentRequest', verify?.request({ ...authorizeAsk, currency: 'eur' }, account)],
      [
        'PaymentDetailsRequest',
        complete?.request(
          { ...change, capture: 'manual', query: { redirectResult: 'X6XtfGC3!Y' } },
          account,
        ),
      ],
      ['PaymentCaptureRequest', capture?.request({ ...change, amount, final: true }, account)],
      ['PaymentCancelRequest', cancel?.request(change, account)],
      ['PaymentRefundRequest', refund?.request({ ...change, amount }, account)],
      [
        'PaymentRefundRequest',
        refund?.request({ ...change, amount, reason: 'requested_by_customer' }, account),
      ],
      ['PaymentAmountUpdateRequest', increment?.request({ ...change, amount }, account)],
    ]
    for (const [schema, request] of requests) {
      expect(violations(schema, JSON.parse(request?.body ?? 'null'))).toEqual([])
    }
    expect(violations('PaymentRequest', { reference: 'x' })).not.toEqual([])
  },
)

test('credentials are checked field by field', () => {
  expect(adyen.checkCredentials(account.credentials)).toEqual([])
  expect(
    adyen.checkCredentials({ apiKey: 'x', hmacKey: 'secret', webhookUser: 'u', extra: '1' }),
  ).toEqual([
    expect.stringContaining('merchantAccount: is missing'),
    expect.stringContaining('hmacKey: is wrong'),
    expect.stringContaining('webhookPassword: give'),
    expect.stringContaining('extra: is not one of'),
  ])
})
