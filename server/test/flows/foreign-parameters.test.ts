import { expect, test } from 'vitest'
import { type TestAnswer, testApi } from '../api.ts'
import { toldOf } from './asking.ts'
import { isMakeable, nobodys, openSeller, type Seller } from './one-of-each.ts'
import {
  idParameters,
  type Operation,
  pathWith,
  placesOf,
  servedOperations,
} from './served-document.ts'
import { validParameters } from './valid-parameters.ts'

type Params = Readonly<Record<string, unknown>>

const methods = ['/v1/payment_methods/{}', '/v1/customers/{}/payment_methods/{}']
const cards = ['/v1/tokens/{}', '/v1/sources/{}', '/v1/customers/{}/sources/{}']

/** What a parameter that names an object may name. */
const named: Readonly<Record<string, readonly string[]>> = {
  account: ['/v1/accounts/{}'],
  'card.token': ['/v1/tokens/{}'],
  charge: ['/v1/charges/{}', '/v1/disputes/{}/charge'],
  customer: ['/v1/customers/{}'],
  default_source: cards,
  'invoice_settings.default_payment_method': methods,
  'owner.customer': ['/v1/customers/{}'],
  payment_intent: ['/v1/payment_intents/{}', '/v1/disputes/{}/payment_intent'],
  payment_method: methods,
  'payment_method_data.card.token': ['/v1/tokens/{}'],
  psp: ['/v1/psps/{}'],
  setup_intent: ['/v1/setup_intents/{}'],
  source: [...cards, '/v1/charges/{}', '/v1/disputes/{}'],
  token: ['/v1/tokens/{}'],
  webhook_endpoint: ['/v1/webhook_endpoints/{}'],
}

/** Parameters that name nothing of this kind, and why. */
const names: Readonly<Record<string, string>> = {
  client_secret: 'a secret of the object in the path',
  on_behalf_of: 'only the merchant that is paid, as charges/application-fees.test.ts shows',
  payout: 'there are none yet',
  'transfer_data.destination': 'the same',
}

/** What must come with a parameter, or stay away (undefined), for it to be looked at. */
const company: Readonly<Record<string, Params>> = {
  token: { card: undefined },
  'payment_method_data.card.token': { payment_method_data: { type: 'card' } },
  'owner.customer': { owner: { type: 'customer' } },
}

const api = await testApi()
const operations = await servedOperations(api)
const places = operations.flatMap(({ path }) => placesOf(path)).filter(isMakeable)
const victim = await openSeller(api, api.tenant)
const sibling = await openSeller(api, await api.merchant(['stripe']))
const foreigner = await openSeller(api, (await api.stranger()).tenant)
await foreigner.one('/v1/processor_accounts/{}')
for (const { one } of [victim, sibling, foreigner]) await Promise.all(places.map(one))

test('every parameter that names an object is known here', () => {
  const all = operations.flatMap(({ input }) => idParameters(input).map((path) => path.join('.')))
  const known = [...Object.keys(named), ...Object.keys(names), 'starting_after', 'ending_before']
  expect([...new Set(all)].filter((name) => !known.includes(name))).toEqual([])
  expect(known.filter((name) => !all.includes(name))).toEqual([])
  expect(places).not.toContain('/v1/payouts/{}')
})

test('a stranger’s object in a parameter is as unknown as one that never was', async () => {
  const told: string[] = []
  const never: string[] = []
  for (const operation of operations) {
    const own = strangerTo(operation)
    if (own === undefined) continue
    for (const parameter of idParameters(operation.input)) {
      const ask = async (id: string) => toldOf(await askWith(operation, parameter, id, own), [id])
      const what = `${operation.method} ${operation.path} ${parameter.join('.')}`
      const differs: boolean[] = []
      for (const place of placesNamedBy(parameter, operation)) {
        const [foreign, mine] = [await victim.one(place), await own.one(place)]
        const [answer, unknown] = [await ask(foreign), await ask(nobodys(foreign))]
        if (answer !== unknown) told.push(`${what}: ${answer}, but of no object ${unknown}`)
        differs.push((await ask(mine)) !== unknown)
      }
      if (differs.length > 0 && !differs.includes(true)) never.push(what)
    }
  }
  expect(told).toEqual([])
  // Whoever names an object of its own is told something else, so the parameter is looked at. Only these two
  // refuse every object there is: a PSP names no PSP, and a new customer has no cards yet.
  expect(never).toEqual([
    'POST /v1/api_keys psp',
    'POST /v1/customers invoice_settings.default_payment_method',
  ])
})

/** Somebody who may call it and owns other things; nobody where it is for operators, who know all there is. */
function strangerTo({ access: { levels } }: Operation): Seller | undefined {
  if (levels.includes('merchant')) return sibling
  return levels.includes('psp') ? foreigner : undefined
}

function placesNamedBy(parameter: readonly string[], operation: Operation): readonly string[] {
  const name = parameter.join('.')
  if (name !== 'starting_after' && name !== 'ending_before') return named[name] ?? []
  const place = `${operation.path.replaceAll(/\{\w+\}/g, '{}')}/{}`
  return isMakeable(place) ? [place] : []
}

async function askWith(
  operation: Operation,
  parameter: readonly string[],
  id: string,
  own: Seller,
): Promise<TestAnswer> {
  const wanted = parameter.reduceRight<unknown>((value, name) => ({ [name]: value }), id)
  const valid = await validParameters(operation, own)
  const params = merge(merge(valid, company[parameter.join('.')] ?? {}), wanted as Params)
  return api.ask(operation.method, pathWith(operation, await idsOf(operation, own)), {
    key: operation.access.levels.includes('merchant') ? own.key : own.pspKey,
    params,
  })
}

/** Its own objects; an intent that is changed is a new one each time, since its state decides what is looked at. */
async function idsOf({ method, path }: Operation, { one, post }: Seller): Promise<string[]> {
  const [, , collection, , ...rest] = path.split('/')
  if (method !== 'POST' || !/^(payment|setup)_intents$/.test(collection ?? '')) {
    return Promise.all(placesOf(path).map(one))
  }
  const isNew = rest.length === 0 || rest[0] === 'confirm'
  const money = collection === 'payment_intents' ? { amount: 700, currency: 'usd' } : {}
  return isNew ? [(await post(`/v1/${collection}`, money)).id] : [await one(`/v1/${collection}/{}`)]
}

function merge(left: Params, right: Params): Params {
  const both = Object.entries(right).map(([name, value]) => {
    const other = left[name]
    const areObjects = typeof value === 'object' && typeof other === 'object'
    return [name, areObjects ? merge(other as Params, value as Params) : value]
  })
  return { ...left, ...Object.fromEntries(both) }
}
