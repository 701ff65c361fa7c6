import { expect, test } from 'vitest'
import { money } from '../../../kernel/index.ts'
import type { RawNotification } from '../../adapter.ts'
import { disputeReason } from './disputes.ts'
import { adyen } from './index.ts'
import { signatureOf } from './signature.ts'
import { account, publishedKey } from './test-fixtures.ts'

const item = (more: Record<string, unknown> = {}) => ({
  amount: { currency: 'EUR', value: 1000 },
  eventCode: 'CAPTURE',
  eventDate: '2026-01-01T01:00:00+01:00',
  merchantAccountCode: 'ExampleECOM',
  merchantReference: 'cap_1',
  originalReference: '9913140798220028',
  paymentMethod: 'visa',
  pspReference: 'QFQTPCQ8HXSKGK82',
  reason: '',
  success: 'true',
  ...more,
})
type Item = ReturnType<typeof item>

const sign = (each: Item, key = publishedKey) => {
  const amount = { ...each.amount, value: BigInt(each.amount.value) }
  const extras = (each as { additionalData?: Record<string, string> }).additionalData
  const hmacSignature = signatureOf({ ...each, amount }, key)
  return { NotificationRequestItem: { ...each, additionalData: { ...extras, hmacSignature } } }
}
const raw = (entries: unknown[], headers: RawNotification['headers'] = {}): RawNotification => ({
  headers,
  body: JSON.stringify({ live: 'false', notificationItems: entries }),
  receivedAt: new Date('2026-01-02T00:00:00Z'),
})
const read = (more: Record<string, unknown> = {}) => {
  const parsed = adyen.parseNotification(raw([sign(item(more))]), account)
  if (!parsed.verified) throw new Error(parsed.reason)
  return parsed.notifications[0]
}

test("Adyen's published signature vector", () => {
  const fields = {
    pspReference: 'pspReference',
    originalReference: 'originalReference',
    merchantAccountCode: 'merchantAccount',
    merchantReference: 'reference',
    amount: { value: 1000n, currency: 'EUR' },
    eventCode: 'REPORT_AVAILABLE',
    success: 'true',
  }
  expect(signatureOf(fields, publishedKey)).toBe('ZNBPtI+oDyyRrLyD1XirkKnQgIAlFc07Vj27TeHsDRE=')
})

test('a batch is read item by item and answered as Adyen expects', () => {
  const entries = [sign(item()), sign(item({ pspReference: 'SECOND', eventCode: 'REFUND' }))]
  expect(adyen.parseNotification(raw(entries), account)).toEqual({
    verified: true,
    reply: { status: 200, contentType: 'text/plain', body: '[accepted]' },
    notifications: [
      {
        id: 'QFQTPCQ8HXSKGK82:CAPTURE:true',
        type: 'CAPTURE',
        subject: 'capture',
        reference: 'cap_1',
        processorReference: 'QFQTPCQ8HXSKGK82',
        paymentReference: '9913140798220028',
        occurredAt: new Date('2026-01-01T00:00:00Z'),
        answer: {
          outcome: 'approved',
          processorReference: 'QFQTPCQ8HXSKGK82',
          reference: 'cap_1',
          amount: money(1000, 'eur'),
        },
      },
      expect.objectContaining({ id: 'SECOND:REFUND:true', subject: 'refund' }),
    ],
  })
})

test.each([
  ['an unsigned item', [sign(item()), { NotificationRequestItem: item() }], 'not signed'],
  ['another secret', [sign(item(), `00${publishedKey.slice(2)}`)], 'signature'],
  [
    'an amount changed on the way',
    [
      {
        NotificationRequestItem: {
          ...sign(item()).NotificationRequestItem,
          amount: { currency: 'EUR', value: 9000 },
        },
      },
    ],
    'signature',
  ],
  ['another merchant account', [sign(item({ merchantAccountCode: 'OtherECOM' }))], 'OtherECOM'],
  ['no items', [], 'standard webhook'],
  ['success that is no text', [sign(item({ success: true }) as unknown as Item)], 'standard'],
])('%s refuses the whole message', (_what, entries, reason) => {
  expect(adyen.parseNotification(raw(entries), account)).toEqual({
    verified: false,
    reason: expect.stringContaining(reason),
  })
})

test('without a key nothing is believed', () => {
  const keyless = { ...account, credentials: { apiKey: 'x', merchantAccount: 'ExampleECOM' } }
  expect(adyen.parseNotification(raw([sign(item())]), keyless)).toMatchObject({ verified: false })
  const empty = { ...keyless, credentials: { ...keyless.credentials, hmacKey: '' } }
  expect(adyen.parseNotification(raw([sign(item(), '')]), empty)).toMatchObject({
    verified: false,
  })
})

test('a user name and password are demanded when they are configured', () => {
  const credentials = { ...account.credentials, webhookUser: 'adyen', webhookPassword: 'pw' }
  const guarded = { ...account, credentials }
  const right = { authorization: `Basic ${Buffer.from('adyen:pw').toString('base64')}` }
  const wrong = { authorization: `Basic ${Buffer.from('adyen:no').toString('base64')}` }
  const verified = (headers: RawNotification['headers']) =>
    adyen.parseNotification(raw([sign(item())], headers), guarded).verified
  expect([verified(right), verified(wrong), verified({})]).toEqual([true, false, false])
})

test('what every event says, by code and success', () => {
  const codes = [
    'AUTHORISATION',
    'AUTHORISATION_ADJUSTMENT',
    'CAPTURE',
    'CAPTURE_FAILED',
    'REFUND',
    'REFUND_WITH_DATA',
    'REFUND_FAILED',
    'REFUNDED_REVERSED',
    'CANCELLATION',
    'TECHNICAL_CANCEL',
    'CANCEL_OR_REFUND',
    'EXPIRE',
    'REQUEST_FOR_INFORMATION',
    'NOTIFICATION_OF_CHARGEBACK',
    'CHARGEBACK',
    'INFORMATION_SUPPLIED',
    'PREARBITRATION_OPEN',
    'SCHEME_ARBITRATION',
    'CHARGEBACK_REVERSED',
    'ISSUER_RESPONSE_TIMEFRAME_EXPIRED',
    'PREARBITRATION_WON',
    'PREARBITRATION_ISSUER_WITHDRAWN',
    'SCHEME_ARBITRATION_WON',
    'DISPUTE_DEFENSE_PERIOD_ENDED',
    'SECOND_CHARGEBACK',
    'PREARBITRATION_LOST',
    'PREARBITRATION_ACCEPTED',
    'SCHEME_ARBITRATION_LOST',
    'NOTIFICATION_OF_FRAUD',
    'REPORT_AVAILABLE',
    'SOMETHING_NEW',
  ]
  const rows = codes.flatMap((eventCode) =>
    ['true', 'false'].map((success) => {
      const news = read({ eventCode, success, reason: 'Refused' })
      if (news === undefined) throw new Error(eventCode)
      const { subject, answer } = news
      const detail =
        answer.outcome === 'dispute'
          ? answer.status
          : answer.outcome === 'declined'
            ? answer.declineCode
            : ''
      return `${eventCode} ${success}`.padEnd(40) + `${subject} ${answer.outcome} ${detail}`.trim()
    }),
  )
  expect(rows.join('\n')).toMatchInlineSnapshot(`
    "AUTHORISATION true                      authorize approved
    AUTHORISATION false                     authorize declined generic_decline
    AUTHORISATION_ADJUSTMENT true           increment approved
    AUTHORISATION_ADJUSTMENT false          increment declined processing_error
    CAPTURE true                            capture approved
    CAPTURE false                           capture declined processing_error
    CAPTURE_FAILED true                     capture declined processing_error
    CAPTURE_FAILED false                    other none
    REFUND true                             refund approved
    REFUND false                            refund declined processing_error
    REFUND_WITH_DATA true                   refund approved
    REFUND_WITH_DATA false                  refund declined processing_error
    REFUND_FAILED true                      refund declined processing_error
    REFUND_FAILED false                     other none
    REFUNDED_REVERSED true                  refund declined processing_error
    REFUNDED_REVERSED false                 other none
    CANCELLATION true                       void approved
    CANCELLATION false                      void declined processing_error
    TECHNICAL_CANCEL true                   void approved
    TECHNICAL_CANCEL false                  other none
    CANCEL_OR_REFUND true                   other none
    CANCEL_OR_REFUND false                  other none
    EXPIRE true                             void approved
    EXPIRE false                            other none
    REQUEST_FOR_INFORMATION true            dispute dispute warning_needs_response
    REQUEST_FOR_INFORMATION false           other none
    NOTIFICATION_OF_CHARGEBACK true         dispute dispute warning_needs_response
    NOTIFICATION_OF_CHARGEBACK false        other none
    CHARGEBACK true                         dispute dispute needs_response
    CHARGEBACK false                        other none
    INFORMATION_SUPPLIED true               dispute dispute warning_under_review
    INFORMATION_SUPPLIED false              other none
    PREARBITRATION_OPEN true                dispute dispute under_review
    PREARBITRATION_OPEN false               other none
    SCHEME_ARBITRATION true                 dispute dispute under_review
    SCHEME_ARBITRATION false                other none
    CHARGEBACK_REVERSED true                dispute dispute won
    CHARGEBACK_REVERSED false               other none
    ISSUER_RESPONSE_TIMEFRAME_EXPIRED true  dispute dispute won
    ISSUER_RESPONSE_TIMEFRAME_EXPIRED false other none
    PREARBITRATION_WON true                 dispute dispute won
    PREARBITRATION_WON false                other none
    PREARBITRATION_ISSUER_WITHDRAWN true    dispute dispute won
    PREARBITRATION_ISSUER_WITHDRAWN false   other none
    SCHEME_ARBITRATION_WON true             dispute dispute won
    SCHEME_ARBITRATION_WON false            other none
    DISPUTE_DEFENSE_PERIOD_ENDED true       dispute dispute warning_closed
    DISPUTE_DEFENSE_PERIOD_ENDED false      other none
    SECOND_CHARGEBACK true                  dispute dispute lost
    SECOND_CHARGEBACK false                 other none
    PREARBITRATION_LOST true                dispute dispute lost
    PREARBITRATION_LOST false               other none
    PREARBITRATION_ACCEPTED true            dispute dispute lost
    PREARBITRATION_ACCEPTED false           other none
    SCHEME_ARBITRATION_LOST true            dispute dispute lost
    SCHEME_ARBITRATION_LOST false           other none
    NOTIFICATION_OF_FRAUD true              other none
    NOTIFICATION_OF_FRAUD false             other none
    REPORT_AVAILABLE true                   other none
    REPORT_AVAILABLE false                  other none
    SOMETHING_NEW true                      other none
    SOMETHING_NEW false                     other none"
  `)
})

test('an authorisation tells its amount, a verification none, a refusal its reason', () => {
  const payment = { eventCode: 'AUTHORISATION', originalReference: undefined }
  expect(read(payment)).toMatchObject({
    subject: 'authorize',
    reference: 'cap_1',
    answer: { outcome: 'approved', amount: money(1000, 'eur') },
  })
  expect(read({ ...payment, amount: { currency: 'EUR', value: 0 } })).toMatchObject({
    subject: 'verify',
    answer: { outcome: 'approved' },
  })
  expect(read({ ...payment, success: 'false', reason: 'Not enough balance' })).toMatchObject({
    answer: { outcome: 'declined', declineCode: 'insufficient_funds', retry: 'later' },
  })
})

test('cancel-or-refund is what Adyen made of it', () => {
  const eventCode = 'CANCEL_OR_REFUND'
  const subject = (action: string) =>
    read({ eventCode, additionalData: { 'modification.action': action } })?.subject
  expect([subject('cancel'), subject('refund'), subject('other')]).toEqual([
    'void',
    'refund',
    'other',
  ])
})

test('an expired authorization names the payment, which is itself when nothing else is named', () => {
  expect(read({ eventCode: 'EXPIRE', originalReference: undefined })).toMatchObject({
    subject: 'void',
    paymentReference: 'QFQTPCQ8HXSKGK82',
  })
  expect(read({ eventCode: 'EXPIRE' })).not.toHaveProperty('reference')
})

test.each([
  [' 4853', 'product_unacceptable'],
  ['10.4', 'fraudulent'],
  ['13.1', 'product_not_received'],
  ['4837', 'fraudulent'],
  ['12.6.1', 'duplicate'],
  ['', 'general'],
  [undefined, 'general'],
])('dispute reason %s is %s', (code, reason) => {
  expect(disputeReason(code)).toBe(reason)
})
