import type { Money } from '../kernel/index.ts'
import { formatMoney } from '../kernel/index.ts'
import type { Answer } from '../processors/index.ts'

/**
 * Compares an approval with what was asked. One that names another amount, currency or reference is
 * never applied: it becomes `unknown` with an alert, and the thing is looked up until the answers agree.
 *
 * @param asked the amount asked for, or undefined where none is (a void)
 */
export function checkAnswer(
  answer: Answer,
  asked: { amount: Money | undefined; reference: string },
): { answer: Answer; alert: string | null } {
  if (answer.outcome !== 'approved') return { answer, alert: null }
  const { amount, reference } = answer
  const wrong =
    reference !== undefined && reference !== asked.reference
      ? `answered for ${reference}, asked for ${asked.reference}`
      : amount !== undefined && asked.amount !== undefined && !same(amount, asked.amount)
        ? `answered ${formatMoney(amount)}, asked ${formatMoney(asked.amount)}`
        : null
  return wrong === null
    ? { answer, alert: null }
    : { answer: { outcome: 'unknown', reason: wrong }, alert: wrong }
}

const same = (left: Money, right: Money) =>
  left.amount === right.amount && left.currency === right.currency
