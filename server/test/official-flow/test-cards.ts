/*
 * The main test cards, by their number as Stripe publishes them, and what paying with each comes to.
 * @see https://docs.stripe.com/testing
 */

/** Ready-made payment method, number, and the brand and funding its payment tells of. */
export const goodCards = [
  ['pm_card_visa', '4242424242424242', 'visa', 'credit'],
  ['pm_card_visa_debit', '4000056655665556', 'visa', 'debit'],
  ['pm_card_mastercard', '5555555555554444', 'mastercard', 'credit'],
  ['pm_card_amex', '378282246310005', 'amex', 'credit'],
  ['pm_card_discover', '6011111111111117', 'discover', 'credit'],
  ['pm_card_diners', '3056930009020004', 'diners', 'credit'],
  ['pm_card_jcb', '3566002020360505', 'jcb', 'credit'],
  ['pm_card_unionpay', '6200000000000005', 'unionpay', 'credit'],
] as const

/** Number, error code, decline code where it is another, and the parameter to mend. */
export const declinedCards = [
  ['4000000000000002', 'card_declined', 'generic_decline', undefined],
  ['4000000000009995', 'card_declined', 'insufficient_funds', undefined],
  ['4000000000009987', 'card_declined', 'lost_card', undefined],
  ['4000000000009979', 'card_declined', 'stolen_card', undefined],
  ['4000000000006975', 'card_declined', 'card_velocity_exceeded', undefined],
  ['4100000000000019', 'card_declined', 'fraudulent', undefined],
  ['4000000000000069', 'expired_card', undefined, 'exp_month'],
  ['4000000000000127', 'incorrect_cvc', undefined, 'cvc'],
  ['4000000000000119', 'processing_error', undefined, undefined],
] as const

/** Number, and what its issuer finds of the security code, the first line of the address and the zip code. */
export const checkedCards = [
  ['4242424242424242', 'pass', 'pass', 'pass'],
  ['4000000000000101', 'fail', 'pass', 'pass'],
  ['4000000000000010', 'pass', 'fail', 'fail'],
  ['4000000000000028', 'pass', 'fail', 'pass'],
  ['4000000000000036', 'pass', 'pass', 'fail'],
  ['4000000000000044', 'pass', 'unavailable', 'unavailable'],
] as const

/** Cards whose bank wants to see their holder: number, status after the challenge, and decline code. */
export const challengedCards = [
  ['4000000000003220', 'succeeded', undefined],
  ['4000002500003155', 'succeeded', undefined],
  ['4000002760003184', 'succeeded', undefined],
  ['4000003800000446', 'succeeded', undefined],
  ['4000008400001629', 'requires_payment_method', 'generic_decline'],
  ['4000008260003178', 'requires_payment_method', 'insufficient_funds'],
] as const

/** Cards whose refunds take their time: number, status at first and at last. */
export const refundedCards = [
  ['4000000000007726', 'pending', 'succeeded'],
  ['4000000000005126', 'succeeded', 'failed'],
] as const
