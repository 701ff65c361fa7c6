import { z } from 'zod'
import { listParams } from '../../list-params.ts'
import {
  billingDetails,
  enumeration,
  id,
  integer,
  metadata,
  methodType,
  optional,
  otherMethodParams,
  paymentMethodData,
  unsupported,
  unsupportedAll,
} from '../../wire/index.ts'

const redisplay = optional(enumeration(['always', 'limited', 'unspecified']))

export const createPaymentMethodBody = paymentMethodData().extend({
  ...unsupportedAll(
    ['customer', 'customer_account', 'payment_method'],
    'Payment methods are not shared between accounts. Attach one with /v1/payment_methods/{id}/attach.',
  ),
})

export const updatePaymentMethodBody = z.strictObject({
  allow_redisplay: redisplay,
  billing_details: optional(billingDetails()),
  card: optional(
    z.strictObject({
      exp_month: optional(integer()),
      exp_year: optional(integer()),
      networks: optional(unsupported('A card is charged on its own network.')),
    }),
  ),
  metadata: optional(metadata()),
  ...otherMethodParams,
})

export const attachBody = z.strictObject({
  customer: id('cus'),
  customer_account: optional(unsupported('Name a customer in `customer`.')),
})

/** What every list of payment methods is narrowed by. */
export const methodListParams = {
  ...listParams,
  allow_redisplay: redisplay,
  type: optional(methodType()),
}

export const listPaymentMethodsQuery = z.strictObject({
  ...methodListParams,
  customer: optional(id('cus')),
  customer_account: optional(unsupported('Name a customer in `customer`.')),
})
