import { createHmac } from 'node:crypto'
import { unixSeconds } from '../../../kernel/index.ts'
import type { Sign } from '../simulator.ts'

/** @see https://docs.stripe.com/webhooks#verify-manually */
export const sign: Sign = (body, secret, at) => {
  const time = unixSeconds(at)
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': `t=${time},v1=${signature}`,
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
  }
}
