import type Stripe from 'stripe'
import { openReceiver, type Receiver } from '../receiver.ts'

/** A merchant that has just signed up, so that all it has is of its own story. */
export interface Shop {
  readonly stripe: Stripe
  /** Where it is told of everything that happens, and the secret that is signed with. */
  readonly receiver: Receiver
  readonly webhookSecret: string
  /** Ids of the intents it made, oldest first. */
  readonly intents: readonly string[]
  /** Confirms an intent at once, of 20 dollars unless said otherwise, with its charge expanded. */
  pay(params: Partial<Stripe.PaymentIntentCreateParams>): Promise<Stripe.PaymentIntent>
  /** A payment method of a number typed in by hand. */
  methodOf(number: string): Promise<Stripe.PaymentMethod>
}

/** What the chapters tell of, filled in as the story goes on. */
export interface Story {
  shop: Shop
  customer: Stripe.Customer
  /** The customer's own. */
  card: Stripe.PaymentMethod
  /** Held, captured in part, and refunded in part. */
  order: Stripe.PaymentIntent
}

/**
 * Signs a merchant up at a PSP.
 * @param open makes the official client for a key
 */
export async function openShop(pspKey: string, open: (key: string) => Stripe): Promise<Shop> {
  const psp = open(pspKey)
  const { id: account } = await psp.accounts.create({
    ...{ country: 'US', business_profile: { name: 'Blue Door' } },
    settings: { payments: { statement_descriptor: 'BLUE DOOR' } },
  })
  const key: unknown = await psp.rawRequest('POST', '/v1/api_keys', { account })
  const stripe = open((key as { secret: string }).secret)
  const receiver = await openReceiver()
  const { secret: webhookSecret = '' } = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['*'],
  })
  const intents: string[] = []
  return {
    ...{ stripe, receiver, webhookSecret, intents },
    async pay(params) {
      try {
        const intent = await stripe.paymentIntents.create({ ...usual, ...params })
        intents.push(intent.id)
        return intent
      } catch (error) {
        const { payment_intent } = error as Stripe.errors.StripeError
        if (payment_intent !== undefined) intents.push(payment_intent.id)
        throw error
      }
    },
    methodOf: (number) => stripe.paymentMethods.create(typedIn(number)),
  }
}

/** A card whose number is typed in, which few may do: the package's types leave it out. */
export function typedIn(number: string, more = {}): never {
  const cvc = number.startsWith('37') ? '1234' : '123'
  return { type: 'card', card: { number, exp_month: 12, exp_year: 2050, cvc }, ...more } as never
}

export const returnUrl = 'https://shop.example/thanks?order=7'

const usual: Stripe.PaymentIntentCreateParams = {
  ...{ amount: 2_000, currency: 'usd', confirm: true, return_url: returnUrl },
  expand: ['latest_charge.balance_transaction'],
}
