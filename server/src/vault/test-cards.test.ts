import { expect, test } from 'vitest'
import { readCard } from './read-card.ts'
import { testCardFor } from './test-cards.ts'

const now = new Date('2026-12-31T23:59:59Z')

test.each([
  ['pm_card_visa', '4242424242424242'],
  ['tok_visa', '4242424242424242'],
  ['pm_card_visa_debit', '4000056655665556'],
  ['tok_mastercard', '5555555555554444'],
  ['pm_card_mastercard_prepaid', '5105105105105100'],
  ['pm_card_amex', '378282246310005'],
  ['pm_card_discover', '6011111111111117'],
  ['pm_card_diners', '3056930009020004'],
  ['pm_card_jcb', '3566002020360505'],
  ['pm_card_unionpay', '6200000000000005'],
  ['pm_card_chargeDeclined', '4000000000000002'],
  ['pm_card_visa_chargeDeclined', '4000000000000002'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', '4000000000009995'],
  ['pm_card_visa_chargeDeclinedLostCard', '4000000000009987'],
  ['pm_card_visa_chargeDeclinedStolenCard', '4000000000009979'],
  ['tok_chargeDeclinedExpiredCard', '4000000000000069'],
  ['pm_card_chargeDeclinedIncorrectCvc', '4000000000000127'],
  ['pm_card_chargeDeclinedProcessingError', '4000000000000119'],
  ['pm_card_visa_chargeDeclinedVelocityLimitExceeded', '4000000000006975'],
  ['pm_card_chargeCustomerFail', '4000000000000341'],
  ['pm_card_radarBlock', '4100000000000019'],
  ['pm_card_authenticationRequiredOnSetup', '4000002500003155'],
  ['pm_card_authenticationRequired', '4000002760003184'],
  ['pm_card_authenticationRequiredSetupForOffSession', '4000003800000446'],
  ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', '4000008260003178'],
  ['pm_card_threeDSecure2Required', '4000000000003220'],
  ['pm_card_createDispute', '4000000000000259'],
  ['pm_card_createDisputeProductNotReceived', '4000000000002685'],
  ['pm_card_createDisputeInquiry', '4000000000001976'],
  ['pm_card_pendingRefund', '4000000000007726'],
  ['pm_card_refundFail', '4000000000005126'],
  ['pm_card_bypassPending', '4000000000000077'],
  ['tok_br', '4000000760000002'],
])('%s is %s, and a card one can pay with', (alias, number) => {
  const card = testCardFor(alias, now)
  expect(card).toMatchObject({ number, expMonth: 12, expYear: 2027 })
  expect(card && readCard(card, { now, livemode: false })).toMatchObject(card ?? {})
})

test.each(['pm_card_nothing', 'pm_card_', 'pm_visa', 'visa', 'pm_card_constructor', 'xtok_visa'])(
  '%s is no alias',
  (alias) => {
    expect(testCardFor(alias, now)).toBeUndefined()
  },
)
