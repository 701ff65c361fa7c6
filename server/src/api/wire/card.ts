import { z } from 'zod'
import { address } from './address.ts'
import { clearable, metadata, optional } from './parts.ts'
import { Misfit, misfit, missing, scalar } from './scalar.ts'
import { email, enumeration, integer, officialNumber, readAnyText, text } from './types.ts'
import { unsupported, unsupportedAll } from './unsupported.ts'

/** Every kind of payment method there is at Stripe; this server takes cards. */
const otherMethods = [
  ...['acss_debit', 'affirm', 'afterpay_clearpay', 'alipay', 'alma', 'amazon_pay', 'au_becs_debit'],
  ...['bacs_debit', 'bancontact', 'billie', 'bizum', 'blik', 'boleto', 'card_present', 'cashapp'],
  ...['crypto', 'customer_balance', 'eps', 'fpx', 'giropay', 'grabpay', 'ideal', 'interac_present'],
  ...['kakao_pay', 'klarna', 'konbini', 'kr_card', 'link', 'mb_way', 'mobilepay', 'multibanco'],
  ...['naver_pay', 'nz_bank_account', 'oxxo', 'p24', 'pay_by_bank', 'payco', 'paynow', 'paypal'],
  ...['paypay', 'payto', 'pix', 'promptpay', 'revolut_pay', 'samsung_pay', 'satispay', 'scalapay'],
  ...['sepa_debit', 'sequra', 'sofort', 'sunbit', 'swish', 'twint', 'upi', 'us_bank_account'],
  ...['wechat_pay', 'zip'],
] as const

const cardsOnly = 'Payments are made by card.'

/** The parameters named after other kinds of payment methods, refused by name. */
export const otherMethodParams = unsupportedAll(otherMethods, cardsOnly)

/** A kind of payment method, which is a card. */
export function methodType() {
  return scalar(
    (value) =>
      value === 'card'
        ? ('card' as const)
        : misfit(
            'parameter_invalid',
            `The payment method type "${(otherMethods as readonly unknown[]).includes(value) ? value : 'given'}" is invalid. ${cardsOnly}`,
          ),
    { type: 'string', enum: ['card'] },
  )
}

/** Digits of a card, as text or number; never quoted in a refusal. */
function cardDigits(max: number): z.ZodType<string, unknown> {
  return scalar(
    (value) => {
      const read = readAnyText(typeof value === 'number' ? String(value) : value, max)
      return read instanceof Misfit ? misfit('parameter_invalid', 'Invalid string') : read
    },
    { type: 'string', maxLength: max },
  )
}

/** A card as typed by whoever has it. What is wrong with it is said in the vault's words. */
export function cardDetails() {
  return z.strictObject(cardFields)
}

const cardFields = {
  number: cardDigits(40),
  exp_month: integer(),
  exp_year: integer(),
  cvc: optional(cardDigits(10)),
}

/** A card as typed, or a token made of one. */
function cardOrToken() {
  const either = z.strictObject({ ...cardFields, token: text({ max: 255 }) }).partial()
  return either.transform((given, ctx) => {
    const { token, number, exp_month, exp_year, cvc } = given
    if (token !== undefined) return { token }
    for (const name of ['number', 'exp_month', 'exp_year'] as const) {
      if (given[name] !== undefined) continue
      ctx.issues.push({ code: 'custom', input: given, path: [name], params: { misfit: missing } })
    }
    if (number === undefined || exp_month === undefined || exp_year === undefined) return z.NEVER
    return { number, exp_month, exp_year, ...(cvc === undefined ? {} : { cvc }) }
  })
}

/** Who pays: kept with the card and checked with it. */
export function billingDetails() {
  return z.strictObject({
    address: optional(clearable(address())),
    email: optional(clearable(email())),
    name: optional(clearable(text())),
    phone: optional(clearable(text())),
    tax_id: optional(officialNumber({ max: 5_000 })),
  })
}

/** A payment method made on the spot. */
export function paymentMethodData() {
  return z.strictObject({
    type: methodType(),
    card: cardOrToken(),
    billing_details: optional(billingDetails()),
    metadata: optional(metadata()),
    allow_redisplay: optional(enumeration(['always', 'limited', 'unspecified'])),
    radar_options: optional(unsupported()),
    ...otherMethodParams,
  })
}
