import { onCurrentRows } from '../db/index.ts'
import { money } from '../kernel/index.ts'
import { adapterFor } from '../processors/index.ts'
import { checkAmount } from './amounts.ts'
import { checkApplicationFee } from './application-fee.ts'
import { accountOf, askModification } from './ask-modification.ts'
import type { IncrementAuthorization } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import { intentConflict } from './intent-conflict.ts'
import { mergeMetadata } from './metadata.ts'
import type { Intent } from './model.ts'
import { get } from './store.ts'

/**
 * Raises the amount held on the payer's card.
 *
 * @param wish its amount is the new total, more than the intent's amount now
 * @throws {Problem} `intent_state_conflict`; `parameter_invalid` where the processor cannot raise or the amount does not
 */
export function incrementAuthorization(
  ctx: PaymentContext,
  id: string,
  wish: IncrementAuthorization,
): Promise<Intent> {
  return onCurrentRows(async () => {
    const intent = await get(ctx, 'payment_intents', id, 'intent')
    if (intent.status !== 'requires_capture') {
      throw intentConflict(intent, 'increment the authorization on')
    }
    const { amount } = wish
    const total = money(amount, intent.currency)
    checkAmount(total)
    const fee = wish.application_fee_amount
    checkApplicationFee(fee, total)
    if (amount <= intent.amount) {
      throw refuse(
        'parameter_invalid',
        `The new amount (${amount}) must be greater than the amount now authorized (${intent.amount}).`,
        { param: 'amount' },
      )
    }
    const attempt = await get(ctx, 'attempts', intent.latest_attempt_id ?? '', 'charge')
    const account = await accountOf(ctx, attempt)
    if (!adapterFor(account.processor).capabilities.incrementalAuthorization) {
      throw refuse(
        'parameter_invalid',
        `This payment cannot be raised: ${account.processor} does not support incremental authorization.`,
      )
    }
    return askModification(
      ctx,
      { intent: described(intent, wish), attempt },
      {
        ...{ kind: 'increment', amount: total },
        details: fee === undefined ? {} : { application_fee_amount: fee },
      },
    )
  })
}

function described(intent: Intent, wish: IncrementAuthorization): Intent {
  const { description, statement_descriptor } = wish
  return {
    ...intent,
    metadata: mergeMetadata(intent.metadata, wish.metadata),
    details: {
      ...intent.details,
      ...(description === undefined ? {} : { description }),
      ...(statement_descriptor === undefined ? {} : { statement_descriptor }),
    },
  }
}
