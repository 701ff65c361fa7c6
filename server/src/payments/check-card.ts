import type { Row } from '../db/index.ts'
import {
  type Answer,
  adapterFor,
  type Card,
  type CardChecks,
  type Declined,
} from '../processors/index.ts'
import { chooseRoute } from '../routing/index.ts'
import { askProcessor } from './ask-processor.ts'
import type { OpenAccount, PaymentContext } from './context.ts'
import { declineWording } from './declines.ts'
import { type PaymentProblemCode, refuse } from './errors.ts'

type Asker = Pick<PaymentContext, 'runner' | 'accounts' | 'returnUrl' | 'tenant'>

/**
 * Asks a processor whether a card may be kept. Nothing is taken, and nothing is left behind that would have to
 * be found again: an answer that is lost is not looked for, and the card is kept unchecked, since only a
 * proven no may refuse it. Its key is the method's own, so that asking again is asking the same.
 *
 * @returns what was checked; nothing where no processor could tell
 * @throws {Problem} the decline
 */
export async function checkCard(
  ctx: Asker,
  method: Row<'payment_methods'>,
  card: Card,
): Promise<CardChecks> {
  const currency = ctx.tenant.merchant.default_currency
  let no: Declined | undefined
  for (const account of await verifiers(ctx, currency)) {
    const answer = await askOne(ctx, account, method, card)
    if (answer.outcome === 'approved') return answer.checks ?? {}
    if (answer.outcome === 'declined') no = answer
    if (answer.outcome === 'declined' ? answer.retry !== 'elsewhere' : !isLost(answer)) break
  }
  if (no !== undefined) throw declinedCard(no)
  return {}
}

/** The accounts that can check a card, in the order to ask them. */
export async function verifiers(ctx: Asker, currency: string): Promise<readonly OpenAccount[]> {
  const accounts = await ctx.accounts()
  const { accounts: able } = chooseRoute(
    accounts.map((account) => ({
      ...account,
      capabilities: adapterFor(account.processor).capabilities,
      circuit: ctx.runner.health(account.id).circuit,
    })),
    { method: 'card', currency, capture: 'automatic', raisable: false },
  )
  return able.filter(({ processor }) => adapterFor(processor).verify !== undefined)
}

function askOne(
  ctx: Asker,
  account: OpenAccount,
  { merchant_id, livemode, id, version }: Row<'payment_methods'>,
  card: Card,
): Promise<Answer> {
  const { verify } = adapterFor(account.processor)
  if (verify === undefined) throw new Error(`${account.processor} cannot verify cards.`)
  return askProcessor(ctx, account, verify, {
    reference: `${merchant_id}.${id}`,
    idempotencyKey: `sy_${id}_${version}`,
    currency: ctx.tenant.merchant.default_currency,
    card,
    offSession: false,
    authentication: 'automatic',
    returnUrl: ctx.returnUrl({ merchantId: merchant_id, livemode, id }),
  })
}

const isLost = ({ outcome }: Answer) => outcome === 'not_sent' || outcome === 'unknown'

function declinedCard({ declineCode }: Declined) {
  const { code, param, message } = declineWording(declineCode)
  return refuse(code as PaymentProblemCode, message, {
    ...(param === undefined ? {} : { param }),
    ...(declineCode === code ? {} : { decline_code: declineCode }),
  })
}
