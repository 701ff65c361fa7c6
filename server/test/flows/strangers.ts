import type { TestApi } from '../api.ts'
import { isMakeable, nobodys, openSeller, type Seller } from './one-of-each.ts'
import { type Operation, placesOf } from './served-document.ts'

/** Somebody with whom an object is none of their business. */
export interface Stranger {
  readonly name: string
  /** Whose objects it is after. */
  readonly victim: Seller
  /** What it has itself. */
  readonly own?: Seller
  readonly headers?: Readonly<Record<string, string>>
  /** Whether it has got hold of the client_secret of the victim's object. */
  readonly knowsSecret?: boolean
  /** No text for nobody at all. */
  key(operation: Operation): string | undefined | Promise<string>
  /**
   * What an endpoint owes it: `refused` (401 or 403, whatever is asked), `blind` (the victim's objects do not
   * exist for it), or `welcome`, where it is no stranger.
   */
  treatment(operation: Operation): 'refused' | 'blind' | 'welcome'
}

type Level = Operation['access']['levels'][number]

/** Whoever is no caller of a level is refused; who is, is blind. */
const asLevel =
  (level: Level) =>
  ({ access }: Operation) =>
    access.levels.includes(level) ? 'blind' : 'refused'
const refused = () => 'refused' as const

/** Everybody who is a stranger to a merchant, in every way there is to be one. */
export async function strangersTo(
  api: TestApi,
  victim: Seller,
  operations: readonly Operation[],
): Promise<Stranger[]> {
  const { merchant } = api.tenant
  const siblingTenant = await api.merchant(['stripe'])
  const sibling = await openSeller(api, siblingTenant)
  const foreigner = await openSeller(api, (await api.stranger()).tenant)
  const siblingPublishable = await api.keyOf({
    ...{ kind: 'publishable', merchant: siblingTenant.merchant, livemode: false },
  })
  const places = operations.flatMap(({ path }) => placesOf(path)).filter(isMakeable)
  // An account at a processor first: without one there are no payments.
  await foreigner.one('/v1/processor_accounts/{}')
  for (const { one } of [victim, sibling, foreigner]) await Promise.all(places.map(one))
  const restricted = new Map<string, string>()
  const resources = [...new Set(operations.map(({ access }) => access.resource))]
  for (const resource of resources) {
    const others = resources.filter((other) => other !== resource)
    const permissions = Object.fromEntries(others.map((other) => [other, 'write']))
    const key = await api.keyOf({ kind: 'restricted', merchant, livemode: false }, permissions)
    restricted.set(resource, key)
  }
  const reader = await api.keyOf(
    { kind: 'restricted', merchant, livemode: false },
    Object.fromEntries(resources.map((resource) => [resource, 'read'])),
  )
  return [
    { name: 'nobody', victim, key: () => undefined, treatment: refused },
    {
      name: 'its own key, revoked',
      victim,
      key: always(await revoked(victim)),
      treatment: refused,
    },
    {
      name: 'its PSP’s key, revoked',
      ...{ victim, key: always(await revoked(victim, 'psp')), treatment: refused },
    },
    {
      name: 'its own restricted key, for everything else',
      ...{ victim, key: ({ access }) => restricted.get(access.resource), treatment: refused },
    },
    {
      name: 'its own restricted key, for reading',
      ...{ victim, key: always(reader) },
      treatment: ({ access }) =>
        access.verb === 'read' && access.levels.includes('merchant') ? 'welcome' : 'refused',
    },
    {
      name: 'its own publishable key',
      ...{ victim, key: always(api.keys.publishable) },
      treatment: ({ access }) => browsers[String(access.publishable)] ?? 'refused',
    },
    {
      name: 'its own secret key, out of its depth',
      ...{ victim, key: always(victim.key) },
      treatment: ({ access }) => (access.levels.includes('merchant') ? 'welcome' : 'refused'),
    },
    {
      name: 'another merchant of its PSP',
      ...{ victim, own: sibling, key: always(sibling.key), treatment: asLevel('merchant') },
    },
    {
      name: 'another merchant’s publishable key',
      ...{ victim, own: sibling, key: always(siblingPublishable), knowsSecret: true },
      treatment: ({ access }) => (access.publishable === false ? 'refused' : 'blind'),
    },
    {
      name: 'its PSP in the name of another merchant',
      ...{ victim, own: sibling, key: always(victim.pspKey), treatment: asLevel('merchant') },
      headers: { 'stripe-account': sibling.account },
    },
    {
      name: 'a merchant of another PSP',
      ...{ victim, own: foreigner, key: always(foreigner.key), treatment: asLevel('merchant') },
    },
    {
      name: 'another PSP',
      ...{ victim, own: foreigner, key: always(foreigner.pspKey), treatment: asLevel('psp') },
    },
    {
      name: 'another PSP in its name',
      ...{ victim, key: always(foreigner.pspKey), treatment: refused },
      headers: { 'stripe-account': victim.account },
    },
    {
      name: 'another PSP in the name of its own merchant',
      ...{ victim, own: foreigner, key: always(foreigner.pspKey), treatment: asLevel('merchant') },
      headers: { 'stripe-account': foreigner.account },
    },
    {
      name: 'an operator',
      ...{ victim, key: always(api.operatorKey) },
      treatment: (operation) =>
        operation.access.resource === 'psps' ? 'welcome' : asLevel('operator')(operation),
    },
    ...(await acrossModes(api, places)),
  ]
}

/** Those for whom it is the other mode that is none of their business. */
async function acrossModes(api: TestApi, places: readonly string[]): Promise<Stranger[]> {
  const { psp } = api.tenant
  const pspLive = await api.keyOf({ kind: 'psp', psp, livemode: true })
  const liveTenant = await api.merchant(['stripe'])
  const live = await openSeller(api, liveTenant)
  await Promise.all(places.map(live.one))
  await makeLive(api, live)
  const stillTest = await openSeller(api, liveTenant)
  await Promise.all(places.map(stillTest.one))
  const tenant = await api.merchant(['stripe'])
  const trial = await openSeller(api, tenant)
  await api.sql('update merchants set livemode = true where id = $1', [trial.account])
  const merchant = { ...tenant.merchant, livemode: true }
  await Promise.all(places.map(trial.one))
  const liveKey = await api.keyOf({ kind: 'secret', merchant, livemode: true })
  const { body: customer } = await api.ask('POST', '/v1/customers', { key: liveKey })
  const ownLive: Seller = {
    ...trial,
    // Live payments need a real processor; of the rest, customers are what other objects are given to.
    one: async (place) =>
      place === '/v1/customers/{}' ? customer.id : nobodys(await trial.one(place)),
  }
  return [
    {
      name: 'a test key on live data',
      ...{ victim: live, own: stillTest, key: always(live.key), treatment: asLevel('merchant') },
    },
    {
      name: 'a PSP’s test key on live data',
      ...{ victim: live, own: stillTest, key: always(live.pspKey) },
      // A PSP knows its live merchants in test mode too: they try things out there.
      treatment: (operation) =>
        operation.access.resource === 'accounts' ? 'welcome' : asLevel('psp')(operation),
    },
    {
      name: 'a live key on test data',
      ...{ victim: trial, own: ownLive, key: always(liveKey), treatment: asLevel('merchant') },
    },
    {
      name: 'a PSP’s live key on test data',
      ...{ victim: trial, key: always(pspLive), treatment: asLevel('psp') },
    },
  ]
}

/** Makes all a merchant has live at once: live payments themselves need a real processor. */
async function makeLive({ sql }: TestApi, { account, one }: Seller): Promise<void> {
  const tables = await sql<{ name: string }>(
    `select table_name as name from information_schema.columns join information_schema.tables
       using (table_schema, table_name)
     where table_schema = 'public' and column_name in ('merchant_id', 'livemode')
       and table_type = 'BASE TABLE' and table_name not in ('api_keys', 'processor_accounts')
     group by table_name having count(*) = 2`,
  )
  await sql('set session_replication_role = replica')
  for (const { name } of tables) {
    await sql(`update ${name} set livemode = true where merchant_id = $1`, [account])
  }
  await sql('update api_keys set livemode = true where id = $1', [await one('/v1/api_keys/{}')])
  await sql(
    `update processor_accounts set livemode = true, base_url = 'https://processor.example' where id = $1`,
    [await one('/v1/processor_accounts/{}')],
  )
  await sql('set session_replication_role = origin')
}

/** A key that was the seller's, or its PSP's, and is no more. */
async function revoked({ post, account }: Seller, owner?: 'psp'): Promise<string> {
  const { id, secret } = await post('/v1/api_keys', owner ? {} : { account }, 'psp')
  await post(`/v1/api_keys/${id}/revoke`, {}, 'psp')
  return secret
}

const browsers: Readonly<Record<string, 'blind' | 'welcome'>> = {
  client_secret: 'blind',
  true: 'welcome',
}

const always = (key: string) => () => key
