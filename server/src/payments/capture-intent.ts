import { onCurrentRows } from '../db/index.ts'
import { money } from '../kernel/index.ts'
import { checkApplicationFee } from './application-fee.ts'
import { askModification } from './ask-modification.ts'
import type { CaptureIntent } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import { intentConflict } from './intent-conflict.ts'
import { mergeMetadata } from './metadata.ts'
import type { Attempt, AttemptDetails, Intent } from './model.ts'
import { amountOf } from './rows.ts'
import { get } from './store.ts'

/**
 * Captures an authorized payment, in full or part; what is not captured is released.
 *
 * @returns the intent: `succeeded`, or `processing` where the processor confirms later
 * @throws {Problem} `intent_state_conflict`, `capture_too_large`; nothing was sent to the processor
 * @see docs/money-flows.md#captured
 */
export function captureIntent(
  ctx: PaymentContext,
  id: string,
  wish: CaptureIntent,
): Promise<Intent> {
  return onCurrentRows(async () => {
    const intent = await get(ctx, 'payment_intents', id, 'intent')
    if (intent.status !== 'requires_capture') throw intentConflict(intent, 'capture')
    const attempt = await capturable(ctx, intent)
    const amount = wish.amount_to_capture ?? intent.amount_capturable
    if (amount > intent.amount_capturable) {
      throw refuse(
        'capture_too_large',
        `The amount to capture (${amount}) is greater than the amount capturable (${intent.amount_capturable}).`,
        { param: 'amount_to_capture' },
      )
    }
    const fee = wish.application_fee_amount
    checkApplicationFee(fee, amountOf(attempt))
    if (wish.final_capture === false) {
      throw refuse(
        'parameter_invalid',
        'This payment can be captured once: what is not captured is released. Leave `final_capture` out.',
        { param: 'final_capture' },
      )
    }
    return askModification(
      ctx,
      {
        intent: { ...intent, metadata: mergeMetadata(intent.metadata, wish.metadata) },
        attempt: { ...attempt, details: { ...attempt.details, ...describedBy(wish) } },
      },
      {
        ...{ kind: 'capture', amount: money(amount, intent.currency) },
        details: fee === undefined ? {} : { application_fee_amount: fee },
      },
    )
  })
}

async function capturable(ctx: PaymentContext, intent: Intent): Promise<Attempt> {
  const attempt = await get(ctx, 'attempts', intent.latest_attempt_id ?? '', 'charge')
  const until = attempt.capture_before
  if (until !== null && until <= ctx.clock.now()) {
    throw refuse(
      'charge_expired_for_capture',
      `The authorization of this charge expired at ${until.toISOString()} and can no longer be captured.`,
    )
  }
  return attempt
}

const described = [
  'receipt_email',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'transfer_group',
] as const

/** What a capture says of the charge; what it leaves out stays as it is. */
function describedBy(wish: CaptureIntent): Partial<AttemptDetails> {
  const given: { [N in (typeof described)[number]]?: CaptureIntent[N] } = {}
  for (const name of described) {
    if (wish[name] !== undefined) Object.assign(given, { [name]: wish[name] })
  }
  return given as Partial<AttemptDetails>
}
