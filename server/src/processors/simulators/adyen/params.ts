import { z } from 'zod'
import { isCurrency } from '../../../kernel/index.ts'
import { invalid, invalidMerchantAccount, ServiceError } from './errors.ts'

const amount = z.object({
  value: z.int(),
  currency: z.string().regex(/^[A-Z]{3}$/),
})

/** The parts of a payment request that make a difference here; Adyen takes many more. */
export const paymentRequest = z.object({
  merchantAccount: z.string().min(1),
  reference: z.string().min(1).max(80),
  amount,
  returnUrl: z.url().max(8_000),
  paymentMethod: z.object({
    type: z.literal('scheme'),
    number: z.string(),
    expiryMonth: z.string().regex(/^\d{1,2}$/),
    expiryYear: z.string().regex(/^\d{4}$/),
    cvc: z.string().optional(),
    holderName: z.string().optional(),
  }),
  billingAddress: z.object({ street: z.string(), postalCode: z.string() }).optional(),
  additionalData: z.record(z.string(), z.string()).default({}),
  authenticationData: z
    .object({ attemptAuthentication: z.enum(['always', 'never']).optional() })
    .default({}),
  shopperInteraction: z.enum(['Ecommerce', 'ContAuth', 'Moto', 'POS']).default('Ecommerce'),
  recurringProcessingModel: z
    .enum(['CardOnFile', 'Subscription', 'UnscheduledCardOnFile'])
    .optional(),
})
export type PaymentRequest = z.output<typeof paymentRequest>

export const detailsRequest = z.object({
  details: z.object({ redirectResult: z.string().min(1) }),
})

export const cancelRequest = z.object({
  merchantAccount: z.string().min(1),
  reference: z.string().max(80).default(''),
})
export const amountRequest = cancelRequest.extend({ amount })

export const disputeRequest = z.object({
  disputePspReference: z.string().min(1),
  merchantAccountCode: z.string().min(1),
})
export const documentRequest = disputeRequest.extend({
  defenseDocuments: z
    .array(
      z.object({
        content: z.base64(),
        contentType: z.string().min(1),
        defenseDocumentTypeCode: z.string().min(1),
      }),
    )
    .min(1),
})

/**
 * Reads a request's body.
 * @throws {ServiceError} in Adyen's words for the first field that is wrong
 */
export function read<Shape extends z.ZodType>(shape: Shape, body: string): z.output<Shape> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new ServiceError(400, '702', 'validation', 'Unexpected input')
  }
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw refusalOf(String(issue?.path[0] ?? ''), issue?.path.join('.') ?? '')
}

/** Refuses an amount Adyen would not take. @throws {ServiceError} */
export function checkAmount({ value, currency }: z.output<typeof amount>, atLeast: 0 | 1): void {
  if (!isCurrency(currency.toLowerCase())) throw invalid('138', 'Unsupported currency specified')
  if (value < atLeast) throw invalid('137', 'Invalid amount specified')
}

function refusalOf(field: string, path: string): ServiceError {
  switch (field) {
    case 'merchantAccount':
      return invalidMerchantAccount()
    case 'amount':
      return invalid('137', 'Invalid amount specified')
    case 'reference':
      return invalid('130', "Required field 'reference' is not provided.")
    case 'returnUrl':
      return invalid('14_030', 'Return URL is missing.')
    default:
      return invalid('702', `Invalid value for '${path}'`)
  }
}
