import type { Intent } from './model.ts'

type Terms = Pick<Intent, 'capture_method' | 'details'>

/** Whether the money is taken at once, or held until somebody captures it. */
export function captureOf({ capture_method, details }: Terms): 'automatic' | 'manual' {
  const method = details.payment_method_options.card?.capture_method ?? capture_method
  return method === 'manual' ? 'manual' : 'automatic'
}

/** For what the card is kept after it has paid; null when it is not. */
export function futureUsageOf({
  details,
}: Pick<Intent, 'details'>): 'on_session' | 'off_session' | null {
  const usage =
    details.payment_method_options.card?.setup_future_usage ?? details.setup_future_usage
  return usage === 'none' ? null : usage
}

/** Whether to ask for authentication that nobody demands. */
export function authenticationOf({ details }: Pick<Intent, 'details'>): 'automatic' | 'any' {
  const wanted = details.payment_method_options.card?.request_three_d_secure
  return wanted === 'any' || wanted === 'challenge' ? 'any' : 'automatic'
}
