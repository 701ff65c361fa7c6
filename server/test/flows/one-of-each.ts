import { setTimeout as pause } from 'node:timers/promises'
import type { Tenant } from '../../src/tenants/index.ts'
import { type Asking, ask, type TestAnswer, type TestApi } from '../api.ts'
import { hearOfDispute } from '../dispute-story.ts'

/** What came back, to pick ids from. */
type Wire = TestAnswer['body']

/** A merchant of some server, and the keys that make things for it. */
export interface Shop {
  /** Where the server is. */
  readonly url: string
  readonly account: string
  readonly psp: string
  readonly key: string
  readonly pspKey: string
  /** Has what the payer of a payment complains of be known, unless it comes by itself. */
  complain(paymentIntent: string): Promise<void>
  /** Has webhooks that are due sent. */
  deliver(): Promise<void>
}

/** A merchant that has one of everything, each made through the API when it is first asked for. */
export interface Seller extends Shop {
  /** The id of its object of a place (`/v1/customers/{}/sources/{}`). */
  one(place: string): Promise<string>
  /** Does as this merchant what must succeed. */
  post(path: string, params?: Asking['params'], by?: 'psp'): Promise<Wire>
  get(path: string, params?: Asking['params']): Promise<Wire>
  upload(path: string, form: FormData): Promise<Wire>
}

/** Lets a merchant of a test's server have one of everything. */
export async function openSeller(api: TestApi, { merchant, psp }: Tenant): Promise<Seller> {
  const key = await api.keyOf({ kind: 'secret', merchant, livemode: false })
  const pspKey = await api.keyOf({ kind: 'psp', psp, livemode: false })
  const { url, deliver } = api
  const complain = async (intent: string) => {
    await hearOfDispute(api, { merchant, psp, livemode: false }, intent)
  }
  const shop = { url, account: merchant.id, psp: psp.id, key, pspKey }
  return sellerOf({ ...shop, complain, deliver })
}

export function sellerOf(shop: Shop): Seller {
  const { url, key, pspKey } = shop
  const asked = async (method: string, path: string, asking: Asking) =>
    done(`${method} ${path}`, await ask(url, method, path, asking))
  const objects = new Map<string, Promise<string>>()
  const seller: Seller = {
    ...shop,
    one(place) {
      const maker = makers[place]
      if (maker === undefined) throw new Error(`Say in one-of-each.ts how to make a ${place}.`)
      const object = objects.get(place) ?? maker(seller)
      objects.set(place, object)
      return object
    },
    post: (path, params = {}, by) =>
      asked('POST', path, { key: by === 'psp' ? pspKey : key, params }),
    get: (path, params = {}) => asked('GET', path, { key, params }),
    async upload(path, body) {
      const headers = { authorization: `Bearer ${key}` }
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body })
      const text = await answer.text()
      return done(path, { status: answer.status, text, body: JSON.parse(text) })
    },
  }
  return seller
}

function done(what: string, { status, text, body }: Pick<TestAnswer, 'status' | 'text' | 'body'>) {
  if (status !== 200) throw new Error(`${what} answered ${status}: ${text}`)
  return body
}

/** Whether there is a way to make one. */
export const isMakeable = (place: string) => Object.hasOwn(makers, place)

/** An id like this one that nobody was ever given. */
export const nobodys = (id: string) => `${id.slice(0, -6)}nobody`

/** Ids of no owner: what they stand for is the same for all. */
export const everybodys: Readonly<Record<string, string>> = { '/v1/country_specs/{}': 'SE' }

const card = { number: '4242424242424242', exp_month: 12, exp_year: 2050, cvc: '123' }
const taxId = { type: 'eu_vat', value: 'SE556000000001' }
const pay = { amount: 2000, currency: 'usd', payment_method: 'pm_card_visa' }

/** How to make one of a kind, for every place a path of the API has. */
const makers: Readonly<Record<string, (seller: Seller) => Promise<string>>> = {
  '/v1/accounts/{}': made('/v1/accounts', { email: 'sub@example.com' }, 'psp'),
  '/v1/api_keys/{}': async ({ post, account }) =>
    (await post('/v1/api_keys', { account }, 'psp')).id,
  '/v1/balance_transactions/{}': async (seller) => {
    await seller.one('/v1/charges/{}')
    return first(seller, '/v1/balance_transactions')
  },
  '/v1/charges/{}': async ({ post }) =>
    (await post('/v1/payment_intents', { ...pay, confirm: true })).latest_charge,
  '/v1/charges/{}/refunds/{}': async (seller) => {
    const charge = await seller.one('/v1/charges/{}')
    return (await seller.post('/v1/refunds', { charge, amount: 100 })).id
  },
  '/v1/customers/{}': made('/v1/customers', { email: 'payer@example.com', metadata: { a: 'b' } }),
  '/v1/customers/{}/balance_transactions/{}': ofCustomer('balance_transactions', {
    ...{ amount: -500, currency: 'usd' },
  }),
  '/v1/customers/{}/payment_methods/{}': async (seller) => {
    const customer = await seller.one('/v1/customers/{}')
    const { id } = await seller.post('/v1/payment_methods/pm_card_mastercard/attach', { customer })
    return id
  },
  '/v1/customers/{}/sources/{}': ofCustomer('sources', { source: 'tok_visa' }),
  '/v1/customers/{}/tax_ids/{}': ofCustomer('tax_ids', taxId),
  '/v1/disputes/{}': async (seller) => {
    const { id } = await seller.post('/v1/payment_intents', {
      ...{ ...pay, payment_method: 'pm_card_createDispute', confirm: true },
    })
    await seller.complain(id)
    // A server that processors tell things is told in their own time.
    while ((await seller.get('/v1/disputes')).data.length === 0) await pause(20)
    return first(seller, '/v1/disputes')
  },
  '/v1/disputes/{}/charge': ofDispute('charge'),
  '/v1/disputes/{}/payment_intent': ofDispute('payment_intent'),
  '/v1/events/{}': async (seller) => {
    await seller.one('/v1/customers/{}')
    return first(seller, '/v1/events')
  },
  '/v1/files/{}': async ({ upload }) => {
    const form = new FormData()
    form.set('purpose', 'dispute_evidence')
    form.set('file', new Blob(['%PDF-1.7 receipt'], { type: 'application/pdf' }), 'receipt.pdf')
    return (await upload('/v1/files', form)).id
  },
  '/v1/ledger/entries/{}': async (seller) => {
    await seller.one('/v1/charges/{}')
    return first(seller, '/v1/ledger/entries')
  },
  '/v1/mandates/{}': async (seller) => {
    await seller.one('/v1/setup_intents/{}')
    const { data } = await seller.get('/v1/setup_intents')
    return data.find(({ mandate }: Wire) => mandate !== null).mandate
  },
  '/v1/payment_intents/{}': async ({ get, one }) =>
    (await get(`/v1/charges/${await one('/v1/charges/{}')}`)).payment_intent,
  '/v1/payment_methods/{}': made('/v1/payment_methods', { type: 'card', card }),
  '/v1/processor_accounts/{}': async ({ post, account }) => {
    const credentials = { secret_key: 'sk_test_other', webhook_secret: 'whsec_other' }
    const at = { processor: 'stripe', name: `Own ${account}`, base_url: 'simulator:stripe' }
    return (await post('/v1/processor_accounts', { ...at, account, credentials }, 'psp')).id
  },
  '/v1/psps/{}': async ({ psp }) => psp,
  '/v1/refunds/{}': (seller) => seller.one('/v1/charges/{}/refunds/{}'),
  '/v1/setup_intents/{}': async (seller) => {
    const customer = await seller.one('/v1/customers/{}')
    const payment_method = await seller.one('/v1/customers/{}/payment_methods/{}')
    const online = { ip_address: '192.0.2.1', user_agent: 'a browser' }
    const accepted = { customer_acceptance: { type: 'online', online } }
    const { id } = await seller.post('/v1/setup_intents', {
      ...{ customer, payment_method, confirm: true, mandate_data: accepted },
    })
    return id
  },
  '/v1/sources/{}': made('/v1/sources', { type: 'card', card }),
  '/v1/tax_ids/{}': made('/v1/tax_ids', taxId),
  '/v1/tokens/{}': made('/v1/tokens', { card }),
  '/v1/webhook_endpoints/{}': async ({ post, url }) =>
    (await post('/v1/webhook_endpoints', { url: `${url}/nowhere`, enabled_events: ['*'] })).id,
  '/v1/webhook_endpoints/{}/deliveries/{}': async (seller) => {
    const endpoint = await seller.one('/v1/webhook_endpoints/{}')
    await seller.post('/v1/customers')
    await seller.deliver()
    const path = `/v1/webhook_endpoints/${endpoint}/deliveries`
    // A server with a worker delivers in its own time.
    while ((await seller.get(path)).data.length === 0) await pause(20)
    return first(seller, path)
  },
}

function made(path: string, params: Asking['params'], by?: 'psp') {
  return async ({ post }: Seller): Promise<string> => (await post(path, params, by)).id
}

function ofCustomer(collection: string, params: Asking['params']) {
  return async ({ one, post }: Seller): Promise<string> =>
    (await post(`/v1/customers/${await one('/v1/customers/{}')}/${collection}`, params)).id
}

/** What a dispute is about: of this there is no place, and lists are narrowed to it. */
function ofDispute(name: 'charge' | 'payment_intent') {
  return async ({ one, get }: Seller): Promise<string> =>
    (await get(`/v1/disputes/${await one('/v1/disputes/{}')}`))[name]
}

async function first({ get }: Seller, path: string): Promise<string> {
  return (await get(path, { limit: 1 })).data[0].id
}
