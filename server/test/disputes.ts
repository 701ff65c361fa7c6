import type Stripe from 'stripe'
import { encodeForm } from '../src/kernel/index.ts'
import type { TestApi } from './api.ts'
import { simulatedCredentials } from './engine.ts'
import { eventually, type Shop } from './shop.ts'

/** Pays with a card whose holder complains, and waits until we know. */
export async function disputedPayment(
  { stripe }: Pick<Shop, 'stripe'>,
  { amount = 5000, card = 'pm_card_createDispute' } = {},
): Promise<{ intent: Stripe.PaymentIntent; dispute: Stripe.Dispute }> {
  const intent = await stripe.paymentIntents.create({
    ...{ amount, currency: 'usd', payment_method: card, confirm: true },
  })
  const { data } = await eventually(
    () => stripe.disputes.list({ payment_intent: intent.id }),
    (page) => page.data.length > 0,
  )
  const [dispute] = data
  if (dispute === undefined) throw new Error(`Nobody complains about ${intent.id}.`)
  return { intent, dispute }
}

/** Waits until a dispute has come to this. */
export function disputeUntil(
  { stripe }: Pick<Shop, 'stripe'>,
  id: string,
  status: Stripe.Dispute.Status,
): Promise<Stripe.Dispute> {
  return eventually(
    () => stripe.disputes.retrieve(id),
    (dispute) => dispute.status === status,
  )
}

/** Deals with a dispute at the processor itself, as somebody at its dashboard would. */
export async function atProcessor(
  { sql, simulators }: TestApi,
  { tenant }: Shop,
  id: string,
  what: 'win' | 'lose' | 'accept',
): Promise<void> {
  const [row] = await sql<{ reference: string; processor: 'stripe' | 'adyen' }>(
    `select d.processor_reference as reference, a.processor from disputes d
     join attempts a on a.merchant_id = d.merchant_id and a.id = d.attempt_id where d.id = $1`,
    [id],
  )
  if (row === undefined) throw new Error(`There is no dispute ${id}.`)
  const credentials = simulatedCredentials(row.processor, tenant.merchant.id)
  const text = what === 'win' ? 'winning_evidence' : 'losing_evidence'
  const post = async (path: string, headers: Record<string, string>, body: string) => {
    const url = `${simulators.url}/${row.processor}${path}`
    const answer = await fetch(url, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  }
  if (row.processor === 'stripe') {
    const headers = { authorization: `Bearer ${credentials['secret_key']}` }
    const body = what === 'accept' ? {} : { evidence: { uncategorized_text: text } }
    const path = `/v1/disputes/${row.reference}${what === 'accept' ? '/close' : ''}`
    return post(path, headers, encodeForm(body))
  }
  const about = {
    disputePspReference: row.reference,
    merchantAccountCode: credentials['merchantAccount'],
  }
  const ask = (verb: string, more: object = {}) =>
    post(
      `/ca/services/DisputeService/v30/${verb}`,
      { 'content-type': 'application/json', 'x-api-key': credentials['apiKey'] ?? '' },
      JSON.stringify({ ...about, ...more }),
    )
  if (what === 'accept') return ask('acceptDispute')
  const content = Buffer.from(text).toString('base64')
  const document = { content, contentType: 'text/plain', defenseDocumentTypeCode: 'Material' }
  await ask('supplyDefenseDocument', { defenseDocuments: [document] })
  return ask('defendDispute')
}
