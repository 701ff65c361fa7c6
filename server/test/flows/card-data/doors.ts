import type { Till } from './till.ts'

/** What is paid at every door, in cents. */
export const price = 1_100

const usd = { amount: price, currency: 'usd' }
const method = ({ card }: Till) => ({ payment_method_data: { type: 'card', card } })
const accepted = { customer_acceptance: { type: 'offline' } }

/** Something that was paid for, as a charge or payment intent says it. */
interface Paid {
  readonly status: string
}

const off = (customer: string, payment_method: string) => ({
  ...{ ...usd, customer, payment_method, off_session: true, confirm: true },
})

/** Every way a card gets in and is paid with, by where in the API its number is given. */
export const doors: Readonly<Record<string, (till: Till) => Promise<Paid>>> = {
  async 'POST /v1/tokens card'({ card, post }) {
    const { id } = await post('/v1/tokens', { card }, true)
    return post('/v1/charges', { ...usd, source: id })
  },
  async 'POST /v1/tokens card, for an intent'({ card, post }) {
    const { id } = await post('/v1/tokens', { card }, true)
    const payment_method_data = { type: 'card', card: { token: id } }
    return post('/v1/payment_intents', { ...usd, payment_method_data, confirm: true })
  },
  async 'POST /v1/tokens card, for a customer'({ card, post }) {
    const { id: source } = await post('/v1/tokens', { card })
    const { id: customer } = await post('/v1/customers', { source })
    return post('/v1/charges', { ...usd, customer })
  },
  async 'POST /v1/sources card'({ card, post }) {
    const { id: source } = await post('/v1/sources', { type: 'card', card }, true)
    return post('/v1/charges', { ...usd, source })
  },
  async 'POST /v1/payment_methods card'({ card, post }) {
    const { id } = await post('/v1/payment_methods', { type: 'card', card }, true)
    return post('/v1/payment_intents', { ...usd, payment_method: id, confirm: true })
  },
  async 'POST /v1/payment_methods card, kept'({ card, post }) {
    const { id: customer } = await post('/v1/customers', {})
    const { id } = await post('/v1/payment_methods', { type: 'card', card })
    await post(`/v1/payment_methods/${id}/attach`, { customer })
    return post('/v1/payment_intents', off(customer, id))
  },
  async 'POST /v1/payment_intents payment_method_data.card'(till) {
    const held = { ...usd, ...method(till), capture_method: 'manual', confirm: true }
    const { id } = await till.post('/v1/payment_intents', held)
    return till.post(`/v1/payment_intents/${id}/capture`, {})
  },
  async 'POST /v1/payment_intents/{intent} payment_method_data.card'(till) {
    const { id } = await till.post('/v1/payment_intents', usd)
    await till.post(`/v1/payment_intents/${id}`, method(till))
    return till.post(`/v1/payment_intents/${id}/confirm`, {})
  },
  async 'POST /v1/payment_intents/{intent}/confirm payment_method_data.card'(till) {
    const { id, client_secret } = await till.post('/v1/payment_intents', usd)
    const given = { ...method(till), client_secret }
    return till.post(`/v1/payment_intents/${id}/confirm`, given, true)
  },
  async 'POST /v1/setup_intents payment_method_data.card'(till) {
    const { id: customer } = await till.post('/v1/customers', {})
    const given = { customer, ...method(till), confirm: true, mandate_data: accepted }
    const { payment_method } = await till.post('/v1/setup_intents', given)
    return till.post('/v1/payment_intents', off(customer, payment_method))
  },
  async 'POST /v1/setup_intents/{intent} payment_method_data.card'(till) {
    const { id: customer } = await till.post('/v1/customers', {})
    const { id } = await till.post('/v1/setup_intents', { customer })
    await till.post(`/v1/setup_intents/${id}`, method(till))
    const { payment_method } = await till.post(`/v1/setup_intents/${id}/confirm`, {})
    return till.post('/v1/payment_intents', off(customer, payment_method))
  },
  async 'POST /v1/setup_intents/{intent}/confirm payment_method_data.card'(till) {
    const { id: customer } = await till.post('/v1/customers', {})
    const { id, client_secret } = await till.post('/v1/setup_intents', { customer })
    const given = { ...method(till), client_secret }
    const { payment_method } = await till.post(`/v1/setup_intents/${id}/confirm`, given, true)
    return till.post('/v1/payment_intents', off(customer, payment_method))
  },
  'POST /v1/charges card': ({ card, post }) => post('/v1/charges', { ...usd, card }),
  async 'POST /v1/customers/{customer}/sources source'({ card: typed, post }) {
    const { id: customer } = await post('/v1/customers', {})
    await post(`/v1/customers/${customer}/sources`, { source: { ...typed, object: 'card' } })
    return post('/v1/charges', { ...usd, customer })
  },
}
