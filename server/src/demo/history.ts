import { setTimeout as pause } from 'node:timers/promises'
import { encodeForm } from '../kernel/index.ts'
import type { Demo } from './demo-file.ts'

/** A past event of a shop: what is posted where, `$name` standing for the id of an earlier one. */
interface Step {
  readonly name?: string
  readonly path: string
  readonly form: Readonly<Record<string, unknown>>
}

const currencies: Readonly<Record<number, string>> = { 0: 'sek', 1: 'nok', 2: 'usd', 3: 'eur' }

/** A small believable past: people who paid, one who could not, a hold, and a refund. */
function past(currency: string): Step[] {
  const pay = (amount: number, payment_method: string, description: string, more = {}) => ({
    path: '/v1/payment_intents',
    form: { amount, currency, payment_method, description, confirm: true, ...more },
  })
  return [
    { name: 'ada', path: '/v1/customers', form: person('Ada Lindqvist', 'ada@example.com') },
    { name: 'omar', path: '/v1/customers', form: person('Omar Haddad', 'omar@example.com') },
    pay(24_900, 'pm_card_visa', 'Order 1001', { customer: '$ada', metadata: { order: '1001' } }),
    pay(7_950, 'pm_card_mastercard', 'Order 1002', {
      customer: '$omar',
      metadata: { order: '1002' },
    }),
    pay(12_000, 'pm_card_visa_chargeDeclinedInsufficientFunds', 'Order 1003', {
      metadata: { order: '1003' },
    }),
    {
      name: 'returned',
      ...pay(5_400, 'pm_card_amex', 'Order 1004', { metadata: { order: '1004' } }),
    },
    {
      path: '/v1/refunds',
      form: { payment_intent: '$returned', amount: 1_900, reason: 'requested_by_customer' },
    },
    pay(31_500, 'pm_card_visa_debit', 'Order 1005, not shipped yet', {
      capture_method: 'manual',
      metadata: { order: '1005' },
    }),
  ]
}

function person(name: string, email: string) {
  return { name, email, metadata: { source: 'demo' } }
}

/**
 * Gives each shop of the demo a past, through its own API like anyone would. A shop that has one is left
 * alone; a past that was cut short by a kill is continued, since each step repeats under its own key.
 */
export async function seedHistory({ url, psps }: Demo): Promise<void> {
  const shops = psps.flatMap(({ merchants }) => merchants)
  await Promise.all(
    shops.map(({ secret_key }, index) => liveThrough(url, secret_key, currencies[index] ?? 'eur')),
  )
}

async function liveThrough(url: string, key: string, currency: string): Promise<void> {
  const ids = new Map<string, string>()
  for (const [index, { name, path, form }] of past(currency).entries()) {
    const response = await persistently(() =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/x-www-form-urlencoded',
          'idempotency-key': `demo-history-${index}`,
        },
        body: encodeForm(withIds(form, ids)),
      }),
    )
    // One card is declined: that is part of the story.
    if (!response.ok && response.status !== 402) {
      throw new Error(`The demo's past stopped at ${path}: ${await response.text()}`)
    }
    const { id } = (await response.json()) as { id?: string }
    if (name !== undefined && id !== undefined) ids.set(name, id)
  }
}

/** Asks again, as clients do, where the server could not say what became of a request. */
async function persistently(ask: () => Promise<Response>): Promise<Response> {
  for (let left = 40; ; left--) {
    const response = await ask()
    if ((response.status < 500 && response.status !== 409) || left === 0) return response
    await pause(250)
  }
}

function withIds(form: Step['form'], ids: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form).map(([field, value]) => [
      field,
      typeof value === 'string' && value.startsWith('$') ? ids.get(value.slice(1)) : value,
    ]),
  )
}
