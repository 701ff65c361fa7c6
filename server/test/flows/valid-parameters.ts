import type { Seller } from './one-of-each.ts'
import type { Operation } from './served-document.ts'

type Params = Readonly<Record<string, unknown>>

const card = { number: '4242424242424242', exp_month: 12, exp_year: 2050, cvc: '123' }
const money = { amount: 700, currency: 'usd' }
const taxId = { type: 'eu_vat', value: 'SE556000000001' }

/** Finds everything the sellers of these tests have. */
const everything = () => ({ query: 'created>1' })

/** Parameters that get a request past its schema, for every endpoint that requires some. */
const valid: Readonly<Record<string, (own: Seller) => Params | Promise<Params>>> = {
  'GET /v1/charges/search': everything,
  'GET /v1/customers/search': everything,
  'GET /v1/payment_intents/search': everything,
  'GET /v1/setup_attempts': async ({ one }) => ({
    setup_intent: await one('/v1/setup_intents/{}'),
  }),
  'POST /v1/accounts/{id}/reject': () => ({ reason: 'fraud' }),
  'POST /v1/charges': () => money,
  'POST /v1/customers/{customer}/balance_transactions': () => money,
  'POST /v1/customers/{customer}/sources': () => ({ source: 'tok_visa' }),
  'POST /v1/customers/{customer}/tax_ids': () => taxId,
  'POST /v1/events/{id}/retry': async ({ one }) => ({
    webhook_endpoint: await one('/v1/webhook_endpoints/{}'),
  }),
  'POST /v1/payment_intents': () => money,
  'POST /v1/payment_intents/{intent}/increment_authorization': () => ({ amount: 3000 }),
  'POST /v1/payment_methods': () => ({ type: 'card', card }),
  'POST /v1/payment_methods/{payment_method}/attach': async ({ one }) => ({
    customer: await one('/v1/customers/{}'),
  }),
  'POST /v1/processor_accounts': ({ account }) => ({
    ...{ processor: 'stripe', name: `Next ${account}`, base_url: 'simulator:stripe' },
    credentials: { secret_key: 'sk_test_next', webhook_secret: 'whsec_next' },
  }),
  'POST /v1/psps': () => ({ name: 'Nordbetalning', country: 'SE' }),
  'POST /v1/sources': () => ({ type: 'card', card }),
  'POST /v1/tax_ids': () => taxId,
  'POST /v1/tokens': () => ({ card }),
  'POST /v1/webhook_endpoints': ({ url }) => ({ url: `${url}/else`, enabled_events: ['*'] }),
}

/**
 * Parameters an endpoint takes from anyone, ids in them being the seller's own.
 * @throws {Error} for an endpoint that requires some and is not known here
 */
export async function validParameters(operation: Operation, own: Seller): Promise<Params> {
  const name = `${operation.method} ${operation.path}`
  const make = valid[name]
  if (make !== undefined) return make(own)
  const { required = [] } = operation.input
  if (required.length > 0 && !operation.takesFiles) {
    throw new Error(`Say in valid-parameters.ts what ${name} takes: it requires ${required}.`)
  }
  return {}
}
