import { z } from 'zod'
import { decodeForm, FormError, isCurrency } from '../../../kernel/index.ts'
import { invalid, type StripeError } from './errors.ts'

const text = z.string().min(1).max(5_000)
const whole = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const metadata = z.record(z.string().max(40), z.string().max(500))
const expand = z.array(z.string()).max(20).optional()
const currency = z.string().toLowerCase().refine(isCurrency)

const address = z.strictObject({
  city: text.optional(),
  country: text.optional(),
  line1: text.optional(),
  line2: text.optional(),
  postal_code: text.optional(),
  state: text.optional(),
})
const card = z.strictObject({
  number: text,
  exp_month: whole,
  exp_year: whole,
  cvc: text.optional(),
})
const paymentMethodData = z.strictObject({
  type: z.literal('card'),
  card,
  billing_details: z
    .strictObject({
      address: address.optional(),
      email: text.optional(),
      name: text.optional(),
      phone: text.optional(),
    })
    .optional(),
  metadata: metadata.optional(),
})
const paymentMethodOptions = z.strictObject({
  card: z
    .strictObject({ request_three_d_secure: z.enum(['any', 'automatic', 'challenge']).optional() })
    .optional(),
})
const confirmation = {
  error_on_requires_action: flag.optional(),
  expand,
  off_session: flag.optional(),
  payment_method: text.optional(),
  payment_method_data: paymentMethodData.optional(),
  payment_method_options: paymentMethodOptions.optional(),
  return_url: z.url().optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  use_stripe_sdk: flag.optional(),
}
const common = {
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  confirm: flag.optional(),
  description: text.optional(),
  metadata: metadata.optional(),
  payment_method_types: z.array(z.literal('card')).optional(),
}
const amount = whole.refine((value) => value > 0)

export const createIntent = z.strictObject({
  ...confirmation,
  ...common,
  amount,
  currency,
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
  confirmation_method: z.enum(['automatic', 'manual']).optional(),
  receipt_email: text.optional(),
  statement_descriptor: z.string().max(22).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
})
export const confirmIntent = z.strictObject({
  ...confirmation,
  capture_method: createIntent.shape.capture_method,
})
export const captureIntent = z.strictObject({
  amount_to_capture: amount.optional(),
  expand,
  metadata: metadata.optional(),
  statement_descriptor: z.string().max(22).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
})
export const cancelIntent = z.strictObject({
  cancellation_reason: z
    .enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'])
    .optional(),
  expand,
})
export const incrementIntent = z.strictObject({
  amount,
  description: text.optional(),
  expand,
  metadata: metadata.optional(),
})
export const createSetupIntent = z.strictObject({
  ...common,
  expand,
  payment_method: text.optional(),
  payment_method_data: paymentMethodData.optional(),
  payment_method_options: paymentMethodOptions.optional(),
  return_url: z.url().optional(),
  usage: z.enum(['off_session', 'on_session']).optional(),
  use_stripe_sdk: flag.optional(),
})
export const confirmSetupIntent = createSetupIntent.pick({
  expand: true,
  payment_method: true,
  payment_method_data: true,
  payment_method_options: true,
  return_url: true,
  use_stripe_sdk: true,
})
export const createPaymentMethod = paymentMethodData.extend({ expand })
export const createRefund = z.strictObject({
  amount: amount.optional(),
  charge: text.optional(),
  expand,
  metadata: metadata.optional(),
  payment_intent: text.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
})
/** What can be said in text of a dispute. */
const evidenceTexts = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_tracking_number',
  'uncategorized_text',
] as const
export const updateDispute = z.strictObject({
  evidence: z.partialRecord(z.enum(evidenceTexts), text).optional(),
  expand,
  metadata: metadata.optional(),
  submit: flag.optional(),
})
export const onlyExpand = z.strictObject({ expand })
const created = z.union([
  whole.transform((at) => ({ gte: at, lte: at })),
  z.strictObject({
    gt: whole.optional(),
    gte: whole.optional(),
    lt: whole.optional(),
    lte: whole.optional(),
  }),
])
export const listQuery = z.strictObject({
  charge: text.optional(),
  created: created.optional(),
  ending_before: text.optional(),
  expand,
  limit: whole.refine((value) => value >= 1 && value <= 100).optional(),
  payment_intent: text.optional(),
  source: text.optional(),
  starting_after: text.optional(),
  type: text.optional(),
})
export const searchQuery = z.strictObject({
  expand,
  limit: listQuery.shape.limit,
  page: text.optional(),
  query: text,
})

export type CardInput = z.output<typeof card>
export type PaymentMethodData = z.output<typeof paymentMethodData>
export type CreateIntent = z.output<typeof createIntent>
export type ConfirmIntent = z.output<typeof confirmIntent>
export type CreateSetupIntent = z.output<typeof createSetupIntent>
export type ConfirmSetupIntent = z.output<typeof confirmSetupIntent>
export type ListQuery = z.output<typeof listQuery>

/**
 * Reads a form by its schema.
 * @throws {StripeError} 400, naming the first parameter that is missing, unknown or wrong
 */
export function read<Schema extends z.ZodType>(schema: Schema, form: string): z.output<Schema> {
  const result = schema.safeParse(decoded(form))
  if (result.success) return result.data
  throw unexecuted(refusal(result.error.issues[0]))
}

function decoded(form: string): unknown {
  try {
    return decodeForm(form)
  } catch (error) {
    if (error instanceof FormError) throw unexecuted(invalid(error.message))
    throw error
  }
}

function unexecuted(error: StripeError): StripeError {
  error.validation = true
  return error
}

function refusal(issue: z.core.$ZodIssue | undefined): StripeError {
  const path = issue?.path.map(String) ?? []
  if (issue?.code === 'unrecognized_keys') {
    const param = bracketed([...path, issue.keys[0] ?? ''])
    return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const param = bracketed(path)
  if (issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  const code = path.at(-1) === 'amount' ? 'parameter_invalid_integer' : undefined
  return invalid(`Invalid ${param}.`, { ...(code && { code }), param })
}

function bracketed([first = '', ...rest]: string[]): string {
  return first + rest.map((part) => `[${part}]`).join('')
}
