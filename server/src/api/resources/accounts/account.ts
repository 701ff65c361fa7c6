import { z } from 'zod'
import { priceListWire } from '../price-list.ts'

const text = z.string().nullable()
const list = z.array(z.string())

const address = z.strictObject({
  ...{ city: text, country: text, line1: text, line2: text, postal_code: text, state: text },
})

const requirements = z.strictObject({
  alternatives: z.array(z.looseObject({})),
  current_deadline: z.int().nullable(),
  currently_due: list,
  disabled_reason: text,
  errors: z.array(z.looseObject({})),
  eventually_due: list,
  past_due: list,
  pending_verification: list,
})

const capability = z.enum(['active', 'inactive']).optional()

/** An account on the wire: a merchant. */
export const account = z.strictObject({
  id: z.string(),
  object: z.literal('account'),
  business_profile: z.strictObject({
    annual_revenue: z
      .strictObject({ amount: z.int(), currency: z.string(), fiscal_year_end: z.string() })
      .nullable(),
    estimated_worker_count: z.int().nullable(),
    mcc: text,
    minority_owned_business_designation: list.nullable(),
    monthly_estimated_revenue: z.strictObject({ amount: z.int(), currency: z.string() }).optional(),
    name: text,
    product_description: text,
    specified_commercial_transactions_act_url: text,
    support_address: address.nullable(),
    support_email: text,
    support_phone: text,
    support_url: text,
    url: text,
  }),
  business_type: text,
  capabilities: z.strictObject({ card_payments: capability, transfers: capability }),
  charges_enabled: z.boolean(),
  company: z.looseObject({ name: text, phone: text }).optional(),
  controller: z.strictObject({
    fees: z.strictObject({ payer: z.literal('application') }),
    is_controller: z.literal(true),
    losses: z.strictObject({ payments: z.literal('application') }),
    requirement_collection: z.literal('application'),
    stripe_dashboard: z.strictObject({ type: z.enum(['full', 'express', 'none']) }),
    type: z.literal('application'),
  }),
  country: z.string(),
  created: z.int(),
  default_currency: z.string(),
  details_submitted: z.boolean(),
  email: text,
  external_accounts: z.strictObject({
    object: z.literal('list'),
    data: z.array(z.never()),
    has_more: z.boolean(),
    url: z.string(),
  }),
  future_requirements: requirements,
  individual: z.looseObject({ id: z.string(), object: z.literal('person') }).optional(),
  metadata: z.record(z.string(), z.string()),
  payouts_enabled: z.boolean(),
  pricing: priceListWire,
  requirements,
  settings: z.looseObject({}),
  tos_acceptance: z.strictObject({
    date: z.int().nullable(),
    ip: text,
    service_agreement: z.string().optional(),
    user_agent: text,
  }),
  type: z.enum(['standard', 'express', 'custom', 'none']),
})
