import type Stripe from 'stripe'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'

let api: TestApi
let psp: Stripe
beforeAll(async () => {
  api = await testApi()
  psp = stripeClient(api, { key: api.keys.psp })
})

describe('a PSP signs up a merchant', () => {
  test('that may do everything in test mode at once', async () => {
    const made = await psp.accounts.create({
      type: 'custom',
      country: 'SE',
      email: 'kaffe@example.com',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      business_type: 'company',
      business_profile: { name: 'Kaffebaren', mcc: '5812', support_address: { city: 'Lund' } },
      company: { name: 'Kaffebaren AB', tax_id: '556000-0000', address: { line1: 'Torget 1' } },
      settings: { payments: { statement_descriptor: 'KAFFEBAREN' } },
      metadata: { shop: '7' },
    })
    expect(made).toMatchObject({
      ...{ object: 'account', type: 'custom', country: 'SE', default_currency: 'sek' },
      ...{ email: 'kaffe@example.com', business_type: 'company', metadata: { shop: '7' } },
      ...{ charges_enabled: true, payouts_enabled: true, details_submitted: true },
      capabilities: { card_payments: 'active', transfers: 'active' },
      business_profile: {
        ...{ name: 'Kaffebaren', mcc: '5812', url: null },
        support_address: { city: 'Lund', line1: null },
      },
      company: { name: 'Kaffebaren AB', tax_id_provided: true, address: { line1: 'Torget 1' } },
      controller: { type: 'application', stripe_dashboard: { type: 'none' } },
      external_accounts: { object: 'list', data: [], has_more: false },
      requirements: { currently_due: [], disabled_reason: null },
      settings: { payments: { statement_descriptor: 'KAFFEBAREN' } },
      tos_acceptance: { date: null, ip: null, user_agent: null },
    })
    expect(JSON.stringify(made)).not.toContain('556000')
    expect(await psp.accounts.retrieve(made.id)).toEqual(made)
  })

  test('or with a controller, as newer clients do', async () => {
    const made = await psp.accounts.create({
      controller: {
        ...{ fees: { payer: 'application' }, losses: { payments: 'application' } },
        stripe_dashboard: { type: 'express' },
      },
    })
    expect([made.type, made.country]).toEqual(['none', 'SE'])
    expect(made.controller?.stripe_dashboard?.type).toBe('express')
    const other = psp.accounts.create({ controller: { losses: { payments: 'stripe' } } })
    expect(await stripeError(other)).toMatchObject({ param: 'controller[losses][payments]' })
  })

  test('and changes what it said, taking values away and merging metadata', async () => {
    const { id } = await psp.accounts.create({
      business_profile: { name: 'Före', url: 'https://fore.example' },
      metadata: { a: '1', b: '2' },
    })
    const changed = await psp.accounts.update(id, {
      business_profile: { name: 'Efter', support_url: '' },
      metadata: { a: '', c: '3' },
      individual: {
        first_name: 'Eva',
        id_number: '198001011234',
        dob: { day: 1, month: 2, year: 1980 },
      },
    })
    expect(changed).toMatchObject({
      business_profile: { name: 'Efter', url: 'https://fore.example', support_url: null },
      individual: { object: 'person', account: id, first_name: 'Eva', id_number_provided: true },
      metadata: { b: '2', c: '3' },
    })
  })

  test('and its price, by rules', async () => {
    const rule = { percent_bps: '150', currency: 'SEK', fixed: { sek: '100' } }
    const params = { country: 'SE', pricing: [rule] }
    const { body } = await api.ask('POST', '/v1/accounts', { key: api.keys.psp, params })
    expect(body.pricing).toEqual([{ percent_bps: 150, currency: 'sek', fixed: { sek: 100 } }])
    const wrong = { pricing: [{ ...rule, fixed: { crowns: 1 } }] }
    const refused = await api.ask('POST', '/v1/accounts', { key: api.keys.psp, params: wrong })
    expect(refused.body.error.param).toBe('pricing[0]')
  })

  test.each([
    [{ country: 'XX' }, 'country'],
    [{ email: 'nobody' }, 'email'],
    [{ business_profile: { mcc: '12' } }, 'business_profile[mcc]'],
    [{ external_account: 'btok_1' }, 'external_account'],
    [{ settings: { payouts: { schedule: { interval: 'daily' } } } }, 'settings[payouts]'],
    [{ capabilities: { klarna_payments: { requested: true } } }, 'capabilities[klarna_payments]'],
    [
      { settings: { payments: { statement_descriptor: '1*2' } } },
      'settings[payments][statement_descriptor]',
    ],
  ])('what is not possible is refused by name: %j', async (params, param) => {
    const { status, body } = await api.ask('POST', '/v1/accounts', { key: api.keys.psp, params })
    expect([status, body.error.param]).toEqual([400, param])
  })
})

test('a live merchant has told all it must before it takes live payments', async () => {
  const owner = { kind: 'psp', psp: api.tenant.psp } as const
  const live = stripeClient(api, { key: await api.keyOf({ ...owner, livemode: true }) })
  const made = await live.accounts.create({ country: 'SE' })
  expect(made).toMatchObject({
    ...{ charges_enabled: false, payouts_enabled: false, details_submitted: false },
    capabilities: { card_payments: 'inactive' },
    requirements: { disabled_reason: 'requirements.past_due' },
  })
  expect(made.requirements?.currently_due).toContain('tos_acceptance.ip')
  expect((await psp.accounts.retrieve(made.id)).charges_enabled).toBe(true)
  const complete = await live.accounts.update(made.id, {
    business_type: 'company',
    business_profile: { name: 'Mogen', url: 'https://mogen.example' },
    tos_acceptance: { date: 1_772_000_000, ip: '192.0.2.1' },
  })
  expect([complete.charges_enabled, complete.requirements?.currently_due]).toEqual([true, []])
  expect(await stripeError(psp.accounts.update(made.id, { email: 'a@b.se' }))).toMatchObject({
    message: expect.stringContaining('only a live key can change it'),
  })
  expect(await stripeError(live.accounts.del(made.id))).toMatchObject({ statusCode: 400 })
  const trial = await psp.accounts.create({})
  expect((await stripeError(live.accounts.retrieve(trial.id))).code).toBe('account_invalid')
  const seen = await live.accounts.list({ limit: 100 })
  expect(seen.data.map(({ id }) => id)).toEqual([made.id])
})

test('a rejected merchant is told why and takes no payments', async () => {
  const { id } = await psp.accounts.create({ country: 'US' })
  const rejected = await psp.accounts.reject(id, { reason: 'terms_of_service' })
  expect(rejected).toMatchObject({
    charges_enabled: false,
    requirements: { disabled_reason: 'rejected.terms_of_service' },
  })
  const params = { reason: 'mood' }
  const refused = await api.ask('POST', `/v1/accounts/${id}/reject`, { key: api.keys.psp, params })
  expect(refused.body.error.param).toBe('reason')
})

test('a deleted merchant is as if it had never been', async () => {
  const { id } = await psp.accounts.create({})
  expect(await psp.accounts.del(id)).toMatchObject({ id, object: 'account', deleted: true })
  const unknown = await stripeError(psp.accounts.retrieve('acct_unknown'))
  const gone = await stripeError(psp.accounts.retrieve(id))
  expect(gone.message.replace(id, 'acct_unknown')).toBe(unknown.message)
  expect(await stripeError(psp.events.list({}, { stripeAccount: id }))).toMatchObject({
    code: 'account_invalid',
  })
  const { data } = await psp.accounts.list({ limit: 100 })
  expect(data.map((one) => one.id)).not.toContain(id)
})

test('the list is newest first and pages by itself', async () => {
  const mine = []
  for (let made = 0; made < 3; made++) mine.unshift((await psp.accounts.create({})).id)
  const seen: string[] = []
  for await (const { id } of psp.accounts.list({ limit: 2 })) seen.push(id)
  expect(seen.slice(0, 3)).toEqual(mine)
  expect(seen).toContain(api.tenant.merchant.id)
})

describe('whose account', () => {
  test('a merchant reads its own, by either path, and no other', async () => {
    const merchant = stripeClient(api)
    const { id } = api.tenant.merchant
    expect((await merchant.accounts.retrieveCurrent()).id).toBe(id)
    expect((await merchant.accounts.retrieve(id)).id).toBe(id)
    const sibling = await psp.accounts.create({})
    expect((await stripeError(merchant.accounts.retrieve(sibling.id))).code).toBe('account_invalid')
    expect((await stripeError(merchant.accounts.list())).statusCode).toBe(403)
    expect((await stripeError(merchant.accounts.update(id, { email: 'a@b.se' }))).statusCode).toBe(
      403,
    )
  })

  test('a PSP reads one of its merchants in its name', async () => {
    const { id } = api.tenant.merchant
    expect((await psp.accounts.retrieveCurrent({}, { stripeAccount: id })).id).toBe(id)
  })

  test('another PSP’s cannot be told from one that does not exist', async () => {
    const { tenant } = await api.stranger()
    const theirs = tenant.merchant.id
    for (const [method, path, params] of [
      ['GET', '', {}],
      ['POST', '', { email: 'a@b.se' }],
      ['POST', '/reject', { reason: 'fraud' }],
      ['DELETE', '', {}],
    ] as const) {
      const ask = (id: string) =>
        api.ask(method, `/v1/accounts/${id}${path}`, { key: api.keys.psp, params })
      const [foreign, unknown] = [await ask(theirs), await ask('acct_unknown')]
      expect([foreign.status, foreign.body.error.code]).toEqual([403, 'account_invalid'])
      expect(foreign.text.replaceAll(theirs, 'acct_unknown')).toBe(unknown.text)
    }
  })
})
