import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { officialDocument, officialDocumentsAreHere } from '../../../../test/official-schemas.ts'
import { type Listener, listen } from '../../contract-tests/listener.ts'
import { type RunningSimulators, startSimulators } from '../index.ts'

interface Item {
  readonly eventCode: string
  readonly pspReference: string
  readonly originalReference: string
  readonly merchantReference: string
}

let running: RunningSimulators
let listener: Listener
beforeAll(async () => {
  running = await startSimulators({ port: 0, laterMs: 10 })
  listener = await listen()
})
beforeEach(() => {
  running.controls.adyen.reset()
  running.controls.adyen.setEndpoint({
    ...{ account: 'AQEtest', url: listener.newAddress() },
    secret: '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056',
  })
})
afterAll(() => Promise.all([running.close(), listener.close()]))

async function post(path: string, body: object, key = 'AQEtest') {
  const headers = { 'content-type': 'application/json', 'x-api-key': key }
  const sent = { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(`${running.url}/adyen${path}`, sent)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const ask = (verb: string, dispute: string, more: object = {}, key?: string) =>
  post(
    `/ca/services/DisputeService/v30/${verb}`,
    { disputePspReference: dispute, merchantAccountCode: 'ExampleECOM', ...more },
    key,
  )

/** What was told, the newest last. */
const told = (): Item[] =>
  listener
    .received()
    .flatMap(({ body }) => JSON.parse(body).notificationItems)
    .map((entry) => entry.NotificationRequestItem)
const codes = () => told().map(({ eventCode }) => eventCode)

async function disputed(number = '4000000000000259'): Promise<Item> {
  const paid = await post('/v71/payments', {
    ...{ merchantAccount: 'ExampleECOM', reference: 'ch_1' },
    ...{ amount: { currency: 'EUR', value: 1500 }, returnUrl: 'https://pay.example.com/return' },
    paymentMethod: { type: 'scheme', number, expiryMonth: '03', expiryYear: '2030', cvc: '737' },
  })
  await expect.poll(() => told().length).toBe(2)
  const [, item] = told()
  expect(item).toMatchObject({
    ...{ originalReference: paid.body['pspReference'], merchantReference: 'ch_1' },
  })
  return item as Item
}

const document = (text: string) => ({
  defenseDocuments: [
    {
      content: Buffer.from(text).toString('base64'),
      ...{ contentType: 'text/plain', defenseDocumentTypeCode: 'DefenseMaterial' },
    },
  ],
})

test('a dispute that is defended well comes back', async () => {
  const { pspReference, eventCode } = await disputed()
  expect(eventCode).toBe('CHARGEBACK')
  const supplied = await ask('supplyDefenseDocument', pspReference, document('winning_evidence'))
  expect(supplied).toEqual({ status: 200, body: { disputeServiceResult: { success: true } } })
  await ask('defendDispute', pspReference, { defenseReasonCode: 'SupplyDefenseMaterial' })
  await expect.poll(codes).toContain('CHARGEBACK_REVERSED')
  expect(codes()).not.toContain('SECOND_CHARGEBACK')
  expect(told().filter((item) => item.pspReference === pspReference)).toHaveLength(3)
})

test('one that is defended badly is charged back again', async () => {
  const { pspReference } = await disputed()
  await ask('supplyDefenseDocument', pspReference, document('losing_evidence'))
  await ask('defendDispute', pspReference)
  await expect.poll(codes).toContain('SECOND_CHARGEBACK')
})

test('one that is accepted is over', async () => {
  const { pspReference } = await disputed()
  await ask('acceptDispute', pspReference)
  await expect.poll(codes).toContain('DISPUTE_DEFENSE_PERIOD_ENDED')
  expect((await ask('defendDispute', pspReference)).status).toBe(422)
})

test('an inquiry is answered with information, and strangers see no dispute', async () => {
  const { pspReference, eventCode } = await disputed('4000000000001976')
  expect(eventCode).toBe('REQUEST_FOR_INFORMATION')
  expect((await ask('acceptDispute', pspReference, {}, 'AQEother')).status).toBe(422)
  await ask('defendDispute', pspReference)
  await expect.poll(codes).toContain('INFORMATION_SUPPLIED')
})

test.skipIf(!officialDocumentsAreHere('adyen/webhooks-v1.json'))(
  'Adyen’s own document describes what is told',
  async () => {
    const { pspReference } = await disputed()
    await ask('defendDispute', pspReference)
    await expect.poll(codes).toContain('SECOND_CHARGEBACK')
    const { violations } = officialDocument('adyen/webhooks-v1.json')
    const bodies = listener.received().filter(({ body }) => !body.includes('AUTHORISATION'))
    for (const { body } of bodies) {
      const schema = schemas[/"eventCode":"(\w+)"/.exec(body)?.[1] ?? '']
      expect(violations(schema ?? '', JSON.parse(body)), schema).toEqual([])
    }
    expect(bodies).toHaveLength(Object.keys(schemas).length)
  },
)

const schemas: Readonly<Record<string, string>> = {
  CHARGEBACK: 'ChargebackNotificationRequest',
  INFORMATION_SUPPLIED: 'InformationSuppliedNotificationRequest',
  CHARGEBACK_REVERSED: 'ChargebackReversedNotificationRequest',
  SECOND_CHARGEBACK: 'SecondChargebackNotificationRequest',
}
