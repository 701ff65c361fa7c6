import type { z } from 'zod'
import { unixSeconds } from '../../../kernel/index.ts'
import type {
  ConfirmSetupIntent,
  CreateSetupIntent,
  MandateData,
  SetupFields,
} from '../../../payments/index.ts'
import type { MerchantContext } from '../../context.ts'
import { refuse } from '../../refusals.ts'
import type { mandateData } from '../payment_intents/fields.ts'
import type {
  confirmSetupIntentBody,
  createSetupIntentBody,
  updateSetupIntentBody,
} from './params.ts'

type Asking = Pick<MerchantContext, 'clock' | 'ip' | 'userAgent' | 'isBrowser'>
type GivenMandate = z.output<ReturnType<typeof mandateData>>

export function createCommand(
  ctx: Asking,
  body: z.output<typeof createSetupIntentBody>,
): CreateSetupIntent {
  const { mandate_data, allowed_payment_method_types, ...rest } = body
  return {
    ...rest,
    ...typesNamed(allowed_payment_method_types),
    ...mandateGiven(ctx, mandate_data),
  }
}

export function updateCommand(body: z.output<typeof updateSetupIntentBody>): SetupFields {
  const { allowed_payment_method_types, ...rest } = body
  return { ...rest, ...typesNamed(allowed_payment_method_types) }
}

export function confirmCommand(
  ctx: Asking,
  { mandate_data, ...rest }: z.output<typeof confirmSetupIntentBody>,
): ConfirmSetupIntent {
  return { ...rest, ...mandateGiven(ctx, mandate_data) }
}

/** The newer of two names of the same thing. */
function typesNamed(
  allowed: readonly string[] | undefined,
): Pick<SetupFields, 'payment_method_types'> {
  return allowed === undefined ? {} : { payment_method_types: allowed }
}

function mandateGiven(
  ctx: Asking,
  given: GivenMandate | null | undefined,
): Pick<ConfirmSetupIntent, 'mandate_data'> {
  return given === undefined ? {} : { mandate_data: given && mandateOf(ctx, given) }
}

/** The payer's leave. Where their own browser gives it, that is where it came from. */
function mandateOf(
  { clock, ip, userAgent, isBrowser }: Asking,
  { customer_acceptance: given }: GivenMandate,
): MandateData {
  const { type, online = {}, accepted_at = unixSeconds(clock.now()) } = given
  if (type === 'offline') return { customer_acceptance: { type, accepted_at, online: null } }
  const inferred = isBrowser && online.infer_from_client === 'true'
  const ip_address = online.ip_address ?? (inferred ? ip : undefined)
  const user_agent = online.user_agent ?? (inferred ? (userAgent ?? 'unknown') : undefined)
  if (ip_address === undefined || user_agent === undefined) {
    const name = ip_address === undefined ? 'ip_address' : 'user_agent'
    const param = `mandate_data[customer_acceptance][online][${name}]`
    throw refuse('parameter_missing', `Missing required param: ${param}.`, { param })
  }
  return { customer_acceptance: { type, accepted_at, online: { ip_address, user_agent } } }
}
