import type { Ack } from './acks.ts'
import { type Client, type Final, Unanswered } from './client.ts'
import type { OrderPlan } from './plan.ts'
import { type IntentSeen, intentShape, refundShape, refusalShape } from './wire.ts'

/** What one order's story works with. */
interface Teller {
  readonly plan: OrderPlan
  readonly client: Client
  tell(ack: Ack): void
}

const tries = 3
const pollMs = 700

/**
 * Lives through one order as a merchant's program would: creates and confirms, shows another card after a
 * decline, waits while the payment is processing, captures or cancels, refunds.
 *
 * @returns all it was told for good, in that order
 * @throws {Unanswered} when a request got no final answer
 */
export async function liveThrough(plan: OrderPlan, client: Client): Promise<Ack[]> {
  const acks: Ack[] = []
  const teller: Teller = { plan, client, tell: (ack) => acks.push(ack) }
  const intent = await pay(teller)
  if (intent?.status === 'requires_capture') await finishHeld(teller, intent)
  else if (intent?.status === 'succeeded') await refundAll(teller, intent)
  return acks
}

async function pay(teller: Teller): Promise<IntentSeen | undefined> {
  const { plan, client } = teller
  const { order, amount, currency, card, calls, ending } = plan
  const created = await client.post(
    '/v1/payment_intents',
    {
      ...{ amount, currency, metadata: { order } },
      payment_method_types: ['card'],
      capture_method: ending === 'automatic' ? 'automatic' : 'manual',
      ...(calls === 1 ? { payment_method: card, confirm: true } : {}),
    },
    `${order}/create`,
  )
  let intent = calls === 1 ? await settled(teller, created) : seen(teller, 'create', created)
  const cards = [...(calls === 1 ? [] : [card]), 'pm_card_visa', 'pm_card_mastercard']
  for (const [index, payment_method] of cards.slice(0, tries).entries()) {
    if (intent?.status !== 'requires_payment_method') break
    const confirmed = await client.post(
      `/v1/payment_intents/${intent.id}/confirm`,
      { payment_method },
      `${order}/confirm-${index + 1}`,
    )
    intent = await settled(teller, confirmed)
  }
  return intent
}

/** Captures or cancels; what the processor would not do is asked for a second time, as a new request. */
async function finishHeld(teller: Teller, held: IntentSeen): Promise<void> {
  const { plan, client } = teller
  const { order, ending, taken } = plan
  if (ending === 'held') return
  const verb = ending === 'canceled' ? 'cancel' : 'capture'
  const params = verb === 'capture' ? { amount_to_capture: taken } : {}
  let intent: IntentSeen | undefined = held
  for (let time = 1; time <= 2 && intent?.status === 'requires_capture'; time++) {
    const path = `/v1/payment_intents/${held.id}/${verb}`
    intent = await settled(teller, await client.post(path, params, `${order}/${verb}-${time}`))
  }
  if (intent?.status === 'succeeded') await refundAll(teller, intent)
}

async function refundAll(teller: Teller, { id }: IntentSeen): Promise<void> {
  const { plan } = teller
  const asking = plan.refunds.map((amount, index) => () => refund(teller, id, amount, index + 1))
  if (plan.racing) await Promise.all(asking.map((ask) => ask()))
  else for (const ask of asking) await ask()
}

async function refund(
  { plan, client, tell }: Teller,
  payment_intent: string,
  amount: bigint,
  number: number,
): Promise<void> {
  const { order, racing } = plan
  const answer = await client.post(
    '/v1/refunds',
    { payment_intent, amount },
    `${order}/refund-${number}`,
  )
  const made = refundShape.safeParse(answer.body)
  if (made.success) {
    const { id, status } = made.data
    return tell({ is: 'refund', order, refund: id, status, amount: made.data.amount })
  }
  // Of two that race for the same money, the second is too large.
  if (racing && answer.status === 400) return
  tell({ is: 'surprise', order, what: `refund-${number}: ${describe(answer)}` })
}

/** The payment once it is not `processing` any more, told as what the caller now relies on. */
async function settled(teller: Teller, answer: Final): Promise<IntentSeen | undefined> {
  const { plan, client, tell } = teller
  let intent = seen(teller, 'payment', answer)
  const deadline = performance.now() + client.patienceMs
  while (intent?.status === 'processing') {
    if (performance.now() > deadline) {
      throw new Unanswered(`${intent.id} of ${plan.order} is still processing`)
    }
    await client.rest(pollMs)
    intent = seen(teller, 'look', await client.get(`/v1/payment_intents/${intent.id}`))
  }
  if (intent !== undefined) {
    const { id, status, amount_received } = intent
    tell({ is: 'payment', order: plan.order, intent: id, status, received: amount_received })
  }
  return intent
}

/** The payment in an answer: also in the refusal of a declined one, or of one that could not be captured. */
function seen({ plan, tell }: Teller, what: string, answer: Final): IntentSeen | undefined {
  const { order } = plan
  const intent = intentShape.safeParse(answer.body)
  if (intent.success) return intent.data
  const refusal = refusalShape.safeParse(answer.body).data?.error
  if (refusal?.payment_intent !== undefined && refusal.code !== 'payment_intent_unexpected_state') {
    if (refusal.charge !== undefined) tell({ is: 'declined', order, charge: refusal.charge })
    return refusal.payment_intent
  }
  tell({ is: 'surprise', order, what: `${what}: ${describe(answer)}` })
  return undefined
}

function describe({ status, body }: Final): string {
  return `${status} ${JSON.stringify(body)}`.slice(0, 300)
}
