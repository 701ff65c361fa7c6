import { z } from 'zod'
import { datedListParams, listParams } from '../../list-params.ts'
import {
  amount,
  boolean,
  email,
  enumeration,
  id,
  metadata,
  optional,
  unsupported,
  unsupportedAll,
} from '../../wire/index.ts'

const wish = {
  amount: optional(amount({ min: 1 })),
  reason: optional(enumeration(['duplicate', 'fraudulent', 'requested_by_customer'])),
  metadata: optional(metadata()),
  instructions_email: optional(email()),
  ...unsupportedAll(['currency', 'customer', 'origin'], 'Only payments are refunded.'),
  refund_application_fee: optional(boolean()),
  reverse_transfer: optional(unsupported('A refund is always out of the merchant’s own funds.')),
}

export const createRefundBody = z.strictObject({
  charge: optional(id('ch')),
  payment_intent: optional(id('pi')),
  ...wish,
})

/** The charge is named by the path. */
export const refundChargeBody = z.strictObject(wish)

export const updateRefundBody = z.strictObject({ metadata: optional(metadata()) })

export const listRefundsQuery = z.strictObject({
  ...datedListParams,
  charge: optional(id('ch')),
  payment_intent: optional(id('pi')),
})

export const listRefundsOfChargeQuery = z.strictObject(listParams)
