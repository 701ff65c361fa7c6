import { z } from 'zod'
import { datedListParams } from '../../list-params.ts'
import {
  amount,
  boolean,
  clearable,
  currency,
  email,
  enumeration,
  id,
  metadata,
  optional,
  shipping,
  text,
  unsupported,
} from '../../wire/index.ts'
import { statementDescriptor } from '../payment_intents/fields.ts'
import { laterShare, newShare } from '../payment_intents/psp-share.ts'
import { legacyCard } from '../sources/params.ts'

const applicationFee = optional(unsupported('Say it in `application_fee_amount`.'))

const description = optional(clearable(text({ max: 1_000 })))

export const createChargeBody = z.strictObject({
  amount: amount({ min: 1 }),
  currency: currency(),
  capture: optional(boolean()),
  card: optional(legacyCard()),
  customer: optional(id('cus')),
  description,
  metadata: optional(metadata()),
  receipt_email: optional(email()),
  shipping: optional(shipping()),
  source: optional(id('tok', 'card', 'src', 'pm')),
  statement_descriptor: optional(statementDescriptor()),
  statement_descriptor_suffix: optional(statementDescriptor()),
  transfer_group: optional(text({ max: 500 })),
  radar_options: optional(unsupported()),
  ...newShare,
  application_fee: applicationFee,
  destination: optional(unsupported('Name the merchant in `transfer_data[destination]`.')),
})

export const updateChargeBody = z.strictObject({
  customer: optional(id('cus')),
  description,
  fraud_details: optional(
    z.strictObject({ user_report: clearable(enumeration(['fraudulent', 'safe'])) }),
  ),
  metadata: optional(metadata()),
  receipt_email: optional(clearable(email())),
  shipping: optional(shipping()),
  transfer_group: optional(text({ max: 500 })),
})

export const captureChargeBody = z.strictObject({
  amount: optional(amount({ min: 1 })),
  receipt_email: optional(email()),
  statement_descriptor: optional(statementDescriptor()),
  statement_descriptor_suffix: optional(statementDescriptor()),
  transfer_group: optional(text({ max: 500 })),
  ...laterShare,
  application_fee: applicationFee,
})

export const listChargesQuery = z.strictObject({
  ...datedListParams,
  customer: optional(id('cus')),
  payment_intent: optional(id('pi')),
  transfer_group: optional(text({ max: 500 })),
})
