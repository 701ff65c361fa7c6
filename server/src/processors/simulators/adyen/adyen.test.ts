import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { officialDocument, officialDocumentsAreHere } from '../../../../test/official-schemas.ts'
import { listen } from '../../contract-tests/listener.ts'
import { type RunningSimulators, startSimulators } from '../index.ts'

const hmacKey = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

type Body = Record<string, unknown>
interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

async function start(options: { directory?: string; port?: number; laterMs?: number } = {}) {
  const running = await startSimulators({ port: 0, laterMs: 10, ...options })
  cleanups.push(() => running.close())
  return { running, post: caller(running) }
}

function caller({ url }: RunningSimulators) {
  return async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/adyen/v71${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'AQEtest', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const reply: Reply = {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Body,
    }
    return reply
  }
}

const payment = (more: Body = {}, card: Body = {}) => ({
  merchantAccount: 'ExampleECOM',
  reference: 'ch_1',
  amount: { currency: 'EUR', value: 1500 },
  returnUrl: 'https://pay.example.com/return',
  paymentMethod: {
    type: 'scheme',
    number: '4111111111111111',
    expiryMonth: '03',
    expiryYear: '2030',
    cvc: '737',
    holderName: 'John Smith',
    ...card,
  },
  ...more,
})
const manual = { additionalData: { manualCapture: 'true' } }
const change = (value: number) => ({
  merchantAccount: 'ExampleECOM',
  reference: 'change_1',
  amount: { currency: 'EUR', value },
})

/** The payer at the bank's page. @returns what the browser brings back */
async function challenge(reply: Reply, result: 'complete' | 'fail'): Promise<string> {
  const { url } = reply.body['action'] as { url: string }
  const back = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ result }),
    redirect: 'manual',
  })
  return new URL(back.headers.get('location') ?? '').searchParams.get('redirectResult') ?? ''
}

const officially = test.skipIf(
  !officialDocumentsAreHere('adyen/checkout-v71.json', 'adyen/webhooks-v1.json'),
)

officially(
  "every answer is what Adyen's own document says (skipped where it is absent)",
  async () => {
    const { violations } = officialDocument('adyen/checkout-v71.json')
    const { post } = await start()
    const check = (schema: string, reply: Reply, status: number) => {
      expect(reply.status).toBe(status)
      expect(violations(schema, reply.body)).toEqual([])
    }
    const approved = await post('/payments', payment(manual))
    const path = `/payments/${approved.body['pspReference']}`
    check('PaymentResponse', approved, 200)
    check('PaymentResponse', await post('/payments', payment({}, { holderName: 'DECLINED' })), 200)
    const redirected = await post('/payments', payment({}, { number: '4000000000003220' }))
    check('PaymentResponse', redirected, 200)
    const redirectResult = await challenge(redirected, 'complete')
    const details = await post('/payments/details', { details: { redirectResult } })
    check('PaymentDetailsResponse', details, 200)
    check('PaymentCaptureResponse', await post(`${path}/captures`, change(1500)), 201)
    check('PaymentRefundResponse', await post(`${path}/refunds`, change(500)), 201)
    check('PaymentAmountUpdateResponse', await post(`${path}/amountUpdates`, change(2500)), 201)
    const { amount: _, ...cancel } = change(0)
    check('PaymentCancelResponse', await post(`${path}/cancels`, cancel), 201)
    check('ServiceError', await post('/payments', '{'), 400)
    check('ServiceError', await post('/payments', payment({}, { number: '4111111111111112' })), 422)
  },
)

officially("requests of Adyen's own examples are understood (skipped where absent)", async () => {
  const { example } = officialDocument('adyen/checkout-v71.json')
  const { post } = await start()
  const results: Record<string, unknown> = {}
  for (const name of ['post-payments-card-direct', 'post-payments-card-3d-secure-redirect']) {
    results[name] = (await post('/payments', example(name))).body['resultCode']
  }
  expect(results).toEqual({
    'post-payments-card-direct': 'Authorised',
    'post-payments-card-3d-secure-redirect': 'RedirectShopper',
  })
})

officially(
  "every notification is what Adyen's own document says (skipped where absent)",
  async () => {
    const { violations } = officialDocument('adyen/webhooks-v1.json')
    const { running, post } = await start()
    const listener = await listen()
    cleanups.push(() => listener.close())
    running.controls.adyen.setEndpoint({
      account: 'AQEtest',
      url: listener.newAddress(),
      secret: hmacKey,
    })
    const pay = async (more: Body, number: string) =>
      `/payments/${(await post('/payments', payment(more, { number }))).body['pspReference']}`
    await post('/payments', payment({}, { holderName: 'DECLINED' }))
    await pay({}, '4000000000000259')
    await pay({}, '4000000000001976')
    const failing = await pay({}, '4000000000005126')
    await post(`${failing}/refunds`, change(500))
    const held = await pay(manual, '4111111111111111')
    await post(`${held}/amountUpdates`, change(2500))
    await post(`${held}/captures`, change(2500))
    const released = await pay(manual, '4111111111111111')
    const { amount: _, ...cancel } = change(0)
    await post(`${released}/cancels`, cancel)

    const schemas: Record<string, string> = {
      AUTHORISATION: 'AuthorisationNotificationRequest',
      AUTHORISATION_ADJUSTMENT: 'AuthorisationAdjustmentNotificationRequest',
      CANCELLATION: 'CancellationNotificationRequest',
      CAPTURE: 'CaptureNotificationRequest',
      CHARGEBACK: 'ChargebackNotificationRequest',
      REFUND: 'RefundNotificationRequest',
      REFUND_FAILED: 'RefundCaptureFailedNotificationRequest',
      REQUEST_FOR_INFORMATION: 'RequestForInformationNotificationRequest',
    }
    const eventOf = (body: string) => /"eventCode":"(\w+)"/.exec(body)?.[1] ?? ''
    const bodies = await listener.until((received) => {
      const seen = new Set(received.map(({ body }) => eventOf(body)))
      return Object.keys(schemas).every((event) => seen.has(event)) ? received : undefined
    })
    for (const { body } of bodies) {
      expect(violations(schemas[eventOf(body)] ?? '', JSON.parse(body))).toEqual([])
    }
  },
)

test.each([
  ['APPROVED', '1', 'Authorised', undefined],
  ['DECLINED', '2', 'Refused', 'Refused'],
  ['REFERRAL', '3', 'Refused', 'Referral'],
  ['ERROR', '4', 'Error', 'Acquirer Error'],
  ['BLOCK_CARD', '5', 'Refused', 'Blocked Card'],
  ['CARD_EXPIRED', '6', 'Refused', 'Expired Card'],
  ['INVALID_AMOUNT', '7', 'Refused', 'Invalid Amount'],
  ['NOT_ENOUGH_BALANCE', '12', 'Refused', 'Not enough balance'],
  ['SHOPPER_CANCELLED', '16', 'Cancelled', 'Shopper Cancelled'],
  ['UNKNOWN', '0', 'Error', 'Unknown'],
])('holder name %s and response code %s give %s', async (holderName, code, resultCode, reason) => {
  const { post } = await start()
  const additionalData = { RequestedTestAcquirerResponseCode: code }
  for (const request of [payment({}, { holderName }), payment({ additionalData })]) {
    const { body } = await post('/payments', request)
    expect([body['resultCode'], body['refusalReason']]).toEqual([resultCode, reason])
  }
})

test('a key leads to its first answer whatever is sent with it later, refusals included', async () => {
  const { running, post } = await start()
  const key = { 'idempotency-key': 'key_1' }
  const first = await post('/payments', payment(), key)
  const again = await post('/payments', payment({ amount: { currency: 'USD', value: 1 } }), key)
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotency-key')).toBe('key_1')
  expect(running.controls.adyen.book()).toHaveLength(1)
  const bad = await post('/payments', payment({ reference: '' }), { 'idempotency-key': 'key_2' })
  const repeated = await post('/payments', payment(), { 'idempotency-key': 'key_2' })
  expect([bad.status, repeated.body]).toEqual([422, bad.body])
  const long = { 'idempotency-key': 'x'.repeat(65) }
  expect((await post('/payments', payment(), long)).status).toBe(400)
})

test.each([
  ['no API key', {}, {}, { 'x-api-key': '' }, 401, '000'],
  ['no merchant account', { merchantAccount: '' }, {}, {}, 403, '901'],
  ['a currency nobody has', { amount: { currency: 'XXX', value: 1 } }, {}, {}, 422, '138'],
  ['a negative amount', { amount: { currency: 'EUR', value: -1 } }, {}, {}, 422, '137'],
  ['no return URL', { returnUrl: undefined }, {}, {}, 422, '14_030'],
  ['a wrong check digit', {}, { number: '4111111111111112' }, {}, 422, '101'],
  ['a security code of two digits', {}, { cvc: '12' }, {}, 422, '103'],
  ['a thirteenth month', {}, { expiryMonth: '13' }, {}, 422, '141'],
])('%s is refused as Adyen does', async (_what, more, card, headers, status, errorCode) => {
  const { running, post } = await start()
  const reply = await post('/payments', payment(more, card), headers)
  expect([reply.status, reply.body['errorCode']]).toEqual([status, errorCode])
  expect(running.controls.adyen.book()).toEqual([])
})

test('a payment cannot be changed by another account, nor for another merchant account', async () => {
  const { post } = await start()
  const { body } = await post('/payments', payment(manual))
  const path = `/payments/${body['pspReference']}/captures`
  const stranger = await post(path, change(1500), { 'x-api-key': 'AQEother' })
  expect([stranger.status, stranger.body['errorCode']]).toEqual([422, '167'])
  const other = await post(path, { ...change(1500), merchantAccount: 'OtherECOM' })
  expect([other.status, other.body['errorCode']]).toEqual([403, '901'])
})

test('a challenge is answered once, and asking for its end again tells the same', async () => {
  const { running, post } = await start()
  const redirected = await post('/payments', payment({}, { number: '4000000000003220' }))
  const statuses = () => running.controls.adyen.book().map(({ status }) => status)
  expect(statuses()).toEqual(['requires_action'])
  const redirectResult = await challenge(redirected, 'complete')
  const { url } = redirected.body['action'] as { url: string }
  expect((await fetch(url)).status).toBe(404)
  expect(statuses()).toEqual(['requires_action'])
  const first = await post('/payments/details', { details: { redirectResult } })
  const again = await post('/payments/details', { details: { redirectResult } })
  expect(first.body['resultCode']).toBe('Authorised')
  expect(again.body).toEqual(first.body)
  expect(statuses()).toEqual(['succeeded'])
  const invented = await post('/payments/details', { details: { redirectResult: 'invented' } })
  expect(invented.status).toBe(422)
})

test('of racing captures and refunds only what the payment bears succeeds', async () => {
  const { running, post } = await start()
  const { body } = await post('/payments', payment(manual))
  const path = `/payments/${body['pspReference']}`
  const outcomes = (kind: string) =>
    running.controls.adyen
      .book()
      .filter((entry) => entry.kind === kind)
      .map(({ status }) => status)
      .sort()
  await Promise.all([1500, 1500, 900].map((value) => post(`${path}/captures`, change(value))))
  await expect.poll(() => outcomes('capture')).toEqual(['failed', 'failed', 'succeeded'])
  const refunds = Array.from({ length: 10 }, () => post(`${path}/refunds`, change(900)))
  await Promise.all(refunds)
  await expect.poll(() => outcomes('refund').includes('pending')).toBe(false)
  const succeeded = outcomes('refund').filter((status) => status === 'succeeded')
  expect(succeeded).toHaveLength(1)
})

test('what was received is settled after a restart, and keys still lead to their answers', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'switchyard-adyen-'))
  cleanups.push(() => rm(directory, { recursive: true }))
  const key = { 'idempotency-key': 'key_1' }
  const before = await start({ directory, laterMs: 5_000 })
  const { body } = await before.post('/payments', payment(manual), key)
  await before.post(`/payments/${body['pspReference']}/captures`, change(1500))
  await before.running.close()
  cleanups.pop()

  const { running, post } = await start({ directory })
  expect((await post('/payments', payment(), key)).body).toEqual(body)
  const capture = () => running.controls.adyen.book().find(({ kind }) => kind === 'capture')
  await expect.poll(() => capture()?.status, { timeout: 5_000 }).toBe('succeeded')
})
