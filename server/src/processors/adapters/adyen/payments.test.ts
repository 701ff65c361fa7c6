import { describe, expect, test } from 'vitest'
import { money } from '../../../kernel/index.ts'
import { declineCodes } from '../../adapter.ts'
import { refusals } from './declines.ts'
import { adyen } from './index.ts'
import { account, answer, authorizeAsk, authorized } from './test-fixtures.ts'

describe('answers to a payment', () => {
  test('an authorisation is approved with what Adyen says it did', () => {
    expect(
      authorized({
        pspReference: '993617895204576J',
        resultCode: 'Authorised',
        merchantReference: 'ch_1',
        amount: { currency: 'EUR', value: 1500 },
        additionalData: {
          cvcResult: '1 Matches',
          avsResult: "1 Address matches, postal code doesn't",
          authCode: '044925',
          networkTxReference: 'MCC123456789012',
          threeDAuthenticated: 'true',
        },
      }),
    ).toEqual({
      outcome: 'approved',
      processorReference: '993617895204576J',
      amount: money(1500, 'eur'),
      reference: 'ch_1',
      checks: { cvc: 'pass', line1: 'pass', postalCode: 'fail' },
      authenticated: true,
      authorizationCode: '044925',
      networkTransactionId: 'MCC123456789012',
    })
  })

  test('another amount than the one asked for is told as it is, not as it was asked', () => {
    const body = { pspReference: 'P', resultCode: 'PartiallyAuthorised' }
    expect(authorized({ ...body, amount: { currency: 'EUR', value: 900 } })).toMatchObject({
      outcome: 'approved',
      amount: money(900, 'eur'),
    })
    expect(authorized(body)).toMatchObject({ outcome: 'unknown' })
    expect(authorized({ ...body, resultCode: 'Authorised' })).toMatchObject({
      outcome: 'approved',
      amount: authorizeAsk.amount,
    })
  })

  test('a redirect is an action for the payer; one we cannot carry out is unknown', () => {
    const action = { type: 'redirect', method: 'GET', url: 'https://adyen.example/3ds' }
    const body = { resultCode: 'RedirectShopper', pspReference: 'P', action }
    expect(authorized(body)).toEqual({
      outcome: 'requires_action',
      processorReference: 'P',
      redirectUrl: 'https://adyen.example/3ds',
    })
    expect(authorized({ ...body, action: { ...action, method: 'POST' } })).toMatchObject({
      outcome: 'unknown',
    })
    expect(authorized({ resultCode: 'ChallengeShopper', action: { type: 'threeDS2' } })).toEqual({
      outcome: 'unknown',
      reason: 'resultCode ChallengeShopper',
    })
  })

  test('what is not settled yet is pending', () => {
    expect(authorized({ resultCode: 'Pending', pspReference: 'P' })).toEqual({
      outcome: 'pending',
      processorReference: 'P',
    })
  })

  test.each([
    ['a web page', '<!doctype html><p>Welcome</p>'],
    ['half an answer', '{"resultCode":"Authorised","pspRef'],
    ['an answer of another kind', { status: 'received', pspReference: 'P' }],
    ['an authorisation without a reference', { resultCode: 'Authorised' }],
    [
      'a fraction of a minor unit',
      {
        resultCode: 'Authorised',
        pspReference: 'P',
        amount: { currency: 'EUR', value: 15.5 },
      },
    ],
    ['a result nobody has documented', { resultCode: 'Maybe', pspReference: 'P' }],
  ])('%s is unknown', (_what, body) => {
    expect(authorized(body)).toMatchObject({ outcome: 'unknown' })
  })

  test('every refusal code has a canonical decline code and says whether another try can help', () => {
    const rows = Object.keys(refusals).map((code) => {
      const declined = authorized({
        resultCode: 'Refused',
        pspReference: 'P',
        refusalReasonCode: code,
      })
      if (declined.outcome !== 'declined') throw new Error(`${code} is ${declined.outcome}`)
      expect(declineCodes).toContain(declined.declineCode)
      return `${declined.declineCode.padEnd(31)} ${declined.retry.padEnd(9)} ${declined.processorCode}`
    })
    expect(rows.join('\n')).toMatchInlineSnapshot(`
      "processing_error                later     0 Unknown
      generic_decline                 elsewhere 2 Refused
      call_issuer                     never     3 Referral
      processing_error                elsewhere 4 Acquirer Error
      restricted_card                 never     5 Blocked Card
      expired_card                    never     6 Expired Card
      invalid_amount                  never     7 Invalid Amount
      incorrect_number                never     8 Invalid Card Number
      issuer_not_available            elsewhere 9 Issuer Unavailable
      card_not_supported              elsewhere 10 Not supported
      authentication_required         never     11 3D Not Authenticated
      insufficient_funds              later     12 Not enough balance
      fraudulent                      never     14 Acquirer Fraud
      no_action_taken                 never     15 Cancelled
      no_action_taken                 never     16 Shopper Cancelled
      incorrect_pin                   never     17 Invalid Pin
      pin_try_exceeded                never     18 Pin tries exceeded
      processing_error                later     19 Pin validation not possible
      fraudulent                      never     20 FRAUD
      processing_error                elsewhere 21 Not Submitted
      fraudulent                      never     22 FRAUD-CANCELLED
      transaction_not_allowed         never     23 Transaction Not Permitted
      incorrect_cvc                   never     24 CVC Declined
      restricted_card                 never     25 Restricted Card
      revocation_of_authorization     never     26 Revocation Of Auth
      generic_decline                 later     27 Declined Non Generic
      card_velocity_exceeded          later     28 Withdrawal amount exceeded
      withdrawal_count_limit_exceeded later     29 Withdrawal count exceeded
      fraudulent                      never     31 Issuer Suspected Fraud
      incorrect_address               never     32 AVS Declined
      transaction_not_allowed         never     33 Card requires online pin
      invalid_account                 never     34 No checking account available on Card
      invalid_account                 never     35 No savings account available on Card
      transaction_not_allowed         never     36 Mobile pin required
      transaction_not_allowed         never     37 Contactless fallback
      authentication_required         never     38 Authentication required
      processing_error                later     39 RReq not received from DS
      processing_error                elsewhere 40 Current AID is in Penalty Box
      transaction_not_allowed         never     41 CVM Required Restart Payment
      processing_error                later     42 3DS Authentication Error
      transaction_not_allowed         never     43 Online PIN required
      transaction_not_allowed         never     44 Try another interface
      transaction_not_allowed         never     45 Chip downgrade mode
      do_not_try_again                never     46 Transaction blocked by Adyen to prevent excessive retry fees
      revocation_of_authorization     never     50 Token Revoked"
    `)
  })

  test.each([
    [{ refusalReasonCode: '5', raw: '41 : Lost card' }, 'lost_card'],
    [{ refusalReasonCode: '5', raw: '43 : Stolen card' }, 'stolen_card'],
    [{ refusalReasonCode: '5', raw: undefined }, 'restricted_card'],
    [{ refusalReasonCode: '2', raw: '05 : Do not honor' }, 'do_not_honor'],
    [{ refusalReasonCode: '12', raw: '41 : Lost card' }, 'insufficient_funds'],
    [{ refusalReasonCode: '999', raw: undefined }, 'generic_decline'],
  ] as const)('%o is %s', ({ refusalReasonCode, raw }, declineCode) => {
    const additionalData = raw === undefined ? {} : { refusalReasonRaw: raw }
    expect(authorized({ resultCode: 'Refused', refusalReasonCode, additionalData })).toMatchObject({
      outcome: 'declined',
      declineCode,
    })
  })
})

describe('errors', () => {
  const error = (errorCode: string, errorType: string, message = 'No.') => ({
    status: 422,
    errorCode,
    errorType,
    message,
  })
  const read = (
    status: number,
    body: unknown,
    { headers = {}, repeat = false }: { headers?: Record<string, string>; repeat?: boolean } = {},
  ) => adyen.authorize.response(answer(status, body, headers), { ...authorizeAsk, repeat }, account)

  test('a refusal before anything was done is a decline; wrong set-up may be right elsewhere', () => {
    expect(read(422, error('101', 'validation', 'Invalid card number'))).toEqual({
      outcome: 'declined',
      declineCode: 'incorrect_number',
      processorCode: '101 Invalid card number',
      retry: 'never',
    })
    for (const [status, body] of [
      [401, error('000', 'security', 'HTTP Status Response - Unauthorized')],
      [403, error('901', 'security', 'Invalid Merchant Account')],
      [422, error('905', 'configuration', 'Payment details are not supported')],
    ] as const) {
      expect(read(status, body)).toMatchObject({
        outcome: 'declined',
        declineCode: 'processing_error',
        retry: 'elsewhere',
      })
    }
  })

  test.each([
    ['a server error', 500, error('905', 'configuration')],
    ['a request still in progress', 422, error('704', 'validation')],
    ['an error in no known words', 422, '<html>'],
    ['a status nobody has documented', 302, error('1', 'validation')],
  ])('%s is unknown', (_what, status, body) => {
    expect(read(status, body)).toMatchObject({ outcome: 'unknown' })
  })

  test('an error that calls itself transient is unknown', () => {
    const headers = { 'transient-error': 'true' }
    expect(read(422, error('101', 'validation'), { headers })).toMatchObject({ outcome: 'unknown' })
  })

  test('turning a repetition away proves nothing about what was asked first', () => {
    const repeat = true
    const headers = { 'idempotency-key': 'key_1' }
    const unauthorized = error('000', 'security')
    expect(read(401, unauthorized, { headers, repeat })).toMatchObject({ outcome: 'unknown' })
    expect(read(422, error('101', 'validation'), { repeat })).toMatchObject({ outcome: 'unknown' })
    expect(read(422, error('101', 'validation'), { repeat, headers })).toMatchObject({
      outcome: 'declined',
    })
  })
})
