import { z } from 'zod'
import { type Dashboard, dashboards, rejectReasons } from '../../../tenants/index.ts'
import { datedListParams } from '../../list-params.ts'
import {
  boolean,
  clearable,
  country,
  currency,
  email,
  enumeration,
  integer,
  metadata,
  optional,
  pattern,
  text,
  unsupportedAll,
} from '../../wire/index.ts'
import { priceList } from '../price-list.ts'
import { businessProfile, company, individual, settings } from './fields.ts'

const capability = optional(z.strictObject({ requested: boolean() }))

const common = {
  business_profile: optional(businessProfile),
  business_type: optional(
    enumeration(['company', 'government_entity', 'individual', 'non_profit']),
  ),
  capabilities: optional(z.strictObject({ card_payments: capability, transfers: capability })),
  company: optional(company),
  default_currency: optional(currency()),
  email: optional(clearable(email())),
  individual: optional(individual),
  metadata: optional(metadata()),
  pricing: optional(priceList()),
  settings: optional(settings),
  tos_acceptance: optional(
    z.strictObject({
      date: optional(integer({ min: 0 })),
      ip: optional(
        pattern(/^[0-9a-fA-F.:]{3,45}$/, (param) => `Invalid ${param}: an IPv4 or IPv6 address`),
      ),
      service_agreement: optional(enumeration(['full', 'recipient'])),
      user_agent: optional(clearable(text())),
    }),
  ),
  ...unsupportedAll(['account_token', 'documents', 'groups']),
  ...unsupportedAll(['external_account'], 'Bank accounts to pay out to are not kept here.'),
}

/**
 * Who answers for a merchant: always its PSP, which is the application of Stripe's words. `stripe_dashboard`
 * says how much of a console the merchant works in.
 */
const controller = z
  .strictObject({
    fees: optional(z.strictObject({ payer: enumeration(['application']) })),
    losses: optional(z.strictObject({ payments: enumeration(['application']) })),
    requirement_collection: optional(enumeration(['application'])),
    stripe_dashboard: optional(z.strictObject({ type: enumeration(dashboards) })),
  })
  .transform(({ stripe_dashboard }): Dashboard => stripe_dashboard?.type ?? 'full')

export const createAccountBody = z.strictObject({
  ...common,
  controller: optional(controller),
  country: optional(country()),
  type: optional(enumeration(['custom', 'express', 'standard'])),
})

export const updateAccountBody = z.strictObject(common)

export const rejectAccountBody = z.strictObject({ reason: enumeration(rejectReasons) })

export const listAccountsQuery = z.strictObject(datedListParams)
