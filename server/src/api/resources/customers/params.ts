import { z } from 'zod'
import { taxIdTypes } from '../../../customers/index.ts'
import { datedListParams } from '../../list-params.ts'
import {
  address,
  amount,
  clearable,
  email,
  enumeration,
  id,
  integer,
  list,
  metadata,
  optional,
  pattern,
  text,
  unsupported,
  unsupportedAll,
} from '../../wire/index.ts'

/** Negative is a credit to the customer. */
const largestBalance = 9_000_000_000_000

const line = (max = 5_000) => optional(clearable(text({ max })))

/** Where a customer's goods go; unlike a payment's, without how they go there. */
const shipping = z.strictObject({ address: address(), name: text(), phone: line(20) })

const invoiceSettings = z.strictObject({
  custom_fields: optional(
    clearable(
      list(z.strictObject({ name: text({ max: 40 }), value: text({ max: 140 }) }), { max: 4 }),
    ),
  ),
  default_payment_method: optional(clearable(id('pm'))),
  footer: line(),
  rendering_options: optional(
    clearable(
      z.strictObject({
        amount_tax_display: optional(
          clearable(enumeration(['exclude_tax', 'include_inclusive_tax'])),
        ),
        template: optional(clearable(text())),
      }),
    ),
  ),
})

const common = {
  address: optional(clearable(address())),
  balance: optional(amount({ min: -largestBalance })),
  business_name: line(150),
  description: line(),
  email: optional(clearable(email())),
  individual_name: line(150),
  invoice_prefix: optional(
    pattern(
      /^[A-Z0-9]{3,12}$/,
      (param) => `Invalid ${param}: it has 3 to 12 upper-case letters or digits.`,
    ),
  ),
  invoice_settings: optional(invoiceSettings),
  metadata: optional(metadata()),
  name: line(256),
  next_invoice_sequence: optional(integer({ min: 1, max: 2_147_483_647 })),
  phone: line(20),
  preferred_locales: optional(list(text({ max: 20 }))),
  shipping: optional(clearable(shipping)),
  source: optional(id('tok', 'src')),
  tax: optional(
    z.strictObject({
      ip_address: line(45),
      validate_location: optional(unsupported('Locations are not validated.')),
    }),
  ),
  tax_exempt: optional(clearable(enumeration(['exempt', 'none', 'reverse']))),
  ...unsupportedAll(['cash_balance'], 'Customers have no cash balance, only a credit balance.'),
  ...unsupportedAll(['coupon', 'promotion_code'], 'There are no discounts yet.'),
  validate: optional(unsupported('Cards are always verified before they are kept.')),
}

const taxIdData = z.strictObject({ type: enumeration(taxIdTypes), value: text({ max: 100 }) })

export const createCustomerBody = z.strictObject({
  ...common,
  payment_method: optional(id('pm')),
  tax_id_data: optional(list(taxIdData, { max: 5 })),
  test_clock: optional(unsupported('There are no test clocks yet.')),
})

export const updateCustomerBody = z.strictObject({
  ...common,
  default_source: optional(id('card', 'src')),
  ...unsupportedAll(
    ['bank_account', 'card', 'default_alipay_account', 'default_bank_account', 'default_card'],
    'Give the customer a card by `source`.',
  ),
})

export const listCustomersQuery = z.strictObject({
  ...datedListParams,
  email: optional(text({ max: 512 })),
  test_clock: optional(unsupported('There are no test clocks yet.')),
})
