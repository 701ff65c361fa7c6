import { captureIntent } from './capture-intent.ts'
import type { CaptureCharge } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import type { Attempt } from './model.ts'
import { get } from './store.ts'

/**
 * Captures a charge that was made without capturing it.
 * @throws {Problem} `charge_already_captured`, `capture_too_large`, `charge_expired_for_capture`,
 *   `parameter_invalid` for a charge that belongs to an intent of the caller's
 */
export async function captureCharge(
  ctx: PaymentContext,
  id: string,
  wish: CaptureCharge,
): Promise<Attempt> {
  const attempt = await get(ctx, 'attempts', id, 'charge')
  const { amount, ...rest } = wish
  refuseCapture(attempt, amount)
  await captureIntent(ctx, attempt.intent_id, {
    ...rest,
    ...(amount === undefined ? {} : { amount_to_capture: amount }),
  })
  return get(ctx, 'attempts', id, 'charge')
}

function refuseCapture(
  { id, status, details, ...attempt }: Attempt,
  amount = attempt.amount,
): void {
  if (!details.legacy_charge) {
    throw refuse(
      'parameter_invalid',
      `Charge ${id} belongs to the PaymentIntent ${attempt.intent_id}: capture that instead.`,
      { param: 'charge' },
    )
  }
  if (status === 'captured') {
    throw refuse('charge_already_captured', `Charge ${id} has already been captured.`)
  }
  if (status === 'voided' || status === 'expired') {
    throw refuse(
      'charge_expired_for_capture',
      `Charge ${id} can no longer be captured: its authorization has ended.`,
    )
  }
  if (status !== 'authorized') {
    throw refuse(
      'parameter_invalid',
      `Charge ${id} holds no money, so there is nothing to capture.`,
      {
        param: 'charge',
      },
    )
  }
  if (amount > attempt.amount) {
    throw refuse(
      'capture_too_large',
      `The amount to capture (${amount}) is greater than the amount of the charge (${attempt.amount}).`,
      { param: 'amount' },
    )
  }
}
