import { decodeForm } from '../server/src/kernel/index.ts'
import type { Transport } from '../server/src/processors/index.ts'

let count = 0

/** A processor that says yes to every card at once, in Stripe's words, without a network in between. */
export const instantStripe: Transport = async ({ body = '' }) => {
  const form = decodeForm(body)
  const id = `${++count}`.padStart(16, '0')
  const amount = Number(form['amount'])
  return {
    status: 200,
    headers: {},
    body: JSON.stringify({
      id: `pi_${id}`,
      object: 'payment_intent',
      status: 'succeeded',
      amount,
      amount_capturable: 0,
      amount_received: amount,
      capture_method: 'automatic',
      currency: form['currency'],
      metadata: form['metadata'],
      latest_charge: {
        id: `ch_${id}`,
        payment_method_details: { card: { checks: { cvc_check: 'pass' } } },
      },
    }),
  }
}
