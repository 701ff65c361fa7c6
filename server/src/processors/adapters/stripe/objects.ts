import { z } from 'zod'
import { disputeStatuses } from '../../adapter.ts'

/*
 * The parts of Stripe's objects we rely on. Whatever does not fit is not read at all.
 */

const metadata = z.record(z.string(), z.string())
const check = z.enum(['pass', 'fail', 'unavailable', 'unchecked']).nullish().catch(undefined)
const checks = z.object({
  address_line1_check: check,
  address_postal_code_check: check,
  cvc_check: check,
})

const charge = z.object({
  id: z.string(),
  payment_method_details: z
    .object({
      card: z.object({
        authorization_code: z.string().nullish(),
        checks: checks.nullish(),
        network_transaction_id: z.string().nullish(),
        three_d_secure: z.object({ result: z.string().nullish() }).nullish(),
      }),
    })
    .nullish(),
})

const paymentMethod = z.object({ card: z.object({ checks: checks.nullish() }).optional() })

const intentError = z.object({
  code: z.string().optional(),
  decline_code: z.string().optional(),
  advice_code: z.string().optional(),
  payment_method: paymentMethod.optional(),
})

const nextAction = z.object({ redirect_to_url: z.object({ url: z.url() }).optional() }).nullish()

export const paymentIntent = z.object({
  object: z.literal('payment_intent'),
  id: z.string(),
  amount: z.int(),
  amount_capturable: z.int(),
  amount_received: z.int(),
  capture_method: z.string(),
  currency: z.string(),
  last_payment_error: intentError.nullish(),
  latest_charge: z.union([z.string(), charge]).nullish(),
  metadata,
  next_action: nextAction,
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'requires_capture',
    'succeeded',
    'canceled',
  ]),
})
export type PaymentIntent = z.output<typeof paymentIntent>

export const setupIntent = z.object({
  object: z.literal('setup_intent'),
  id: z.string(),
  last_setup_error: intentError.nullish(),
  metadata: metadata.nullish(),
  next_action: nextAction,
  payment_method: z.union([z.string(), paymentMethod]).nullish(),
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'succeeded',
    'canceled',
  ]),
})
export type SetupIntent = z.output<typeof setupIntent>

export const refund = z.object({
  object: z.literal('refund'),
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  failure_reason: z.string().optional(),
  metadata: metadata.nullish(),
  payment_intent: z.string().nullish(),
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']),
})
export type Refund = z.output<typeof refund>

export const dispute = z.object({
  object: z.literal('dispute'),
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  evidence_details: z
    .object({ due_by: z.int().nullish(), submission_count: z.int().optional() })
    .nullish(),
  payment_intent: z.union([z.string(), z.object({ id: z.string(), metadata })]).nullish(),
  payment_method_details: z
    .object({ card: z.object({ network_reason_code: z.string().nullish() }).nullish() })
    .nullish(),
  reason: z.string(),
  status: z.enum(disputeStatuses),
})
export type Dispute = z.output<typeof dispute>

/** A list or a page of search results. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), has_more: z.boolean() })

export const errorBody = z.object({
  error: z.object({
    type: z.string(),
    code: z.string().optional(),
    decline_code: z.string().optional(),
    advice_code: z.string().optional(),
    message: z.string().optional(),
    payment_intent: z.unknown().optional(),
    payment_method: intentError.shape.payment_method,
    setup_intent: z.unknown().optional(),
  }),
})
export type StripeError = z.output<typeof errorBody>['error']

export const event = z.object({
  object: z.literal('event'),
  id: z.string(),
  created: z.int(),
  data: z.object({ object: z.looseObject({ object: z.string(), id: z.string().optional() }) }),
  type: z.string(),
})
