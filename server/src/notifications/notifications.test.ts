import { expect, test } from 'vitest'
import { testApi } from '../../test/api.ts'
import { eventually, openShop } from '../../test/shop.ts'
import { retryNotifications } from './retry.ts'

const api = await testApi()
const { sql, simulators } = api
const { clock } = api.context(api.tenant)

/** What a worker retries with. */
const parts = {
  clock,
  database: api.database,
  committer: api.committer,
  directory: api.parts.directory,
  parts: api.parts,
  failed: (error: unknown) => {
    throw error
  },
  refused: () => undefined,
}

async function accountOf(merchantId: string): Promise<string> {
  const [row] = await sql<{ id: string }>(
    'select id from processor_accounts where merchant_id = $1',
    [merchantId],
  )
  return String(row?.id)
}

function stored(account: string) {
  return sql<{ type: string; state: string; reference: string | null; next_try_at: Date | null }>(
    'select type, state, reference, next_try_at from notifications where processor_account_id = $1 order by received_at',
    [account],
  )
}

test('a capture is confirmed by a notification, once however often it comes', async () => {
  const { stripe, tenant } = await openShop(api, ['adyen'])
  const held = await stripe.paymentIntents.create({
    ...{ amount: 4000, currency: 'eur', payment_method: 'pm_card_visa', confirm: true },
    capture_method: 'manual',
  })
  simulators.controls.adyen.addFaults([
    { operation: 'notification', fault: 'duplicate', count: 3, times: 1 },
  ])
  expect((await stripe.paymentIntents.capture(held.id)).status).toBe('processing')
  const paid = await eventually(
    () => stripe.paymentIntents.retrieve(held.id),
    ({ status }) => status === 'succeeded',
  )
  expect(paid.amount_received).toBe(4000)
  const account = await accountOf(tenant.merchant.id)
  const captures = (await stored(account)).filter(({ type }) => type === 'CAPTURE')
  expect(captures).toEqual([expect.objectContaining({ state: 'settled', next_try_at: null })])
  const entries = await sql(
    "select count(*)::int as n from journal_entries where merchant_id = $1 and kind = 'captured'",
    [tenant.merchant.id],
  )
  expect(entries).toEqual([{ n: 1 }])
})

test.each(['stripe', 'adyen'] as const)(
  '%s: a forged notification is refused, and changes nothing',
  async (processor) => {
    const { stripe, tenant } = await openShop(api, [processor])
    simulators.controls[processor].addFaults([
      { operation: 'notification', fault: 'forge_signature', times: 1 },
    ])
    await stripe.paymentIntents.create({
      ...{ amount: 4000, currency: 'eur', payment_method: 'pm_card_visa', confirm: true },
    })
    const forged = await eventually(
      async () =>
        simulators.controls[processor].deliveries().filter(({ copy }) => copy.startsWith('forge')),
      (all) => all.length > 0 && all.every(({ status }) => status !== 'pending'),
    )
    expect(forged.at(-1)).toMatchObject({ status: 'refused', lastStatus: 401 })
    const account = await accountOf(tenant.merchant.id)
    await eventually(
      () => stored(account),
      (all) => all.length > 0 && all.every(({ state }) => state !== 'received'),
    )
    expect(api.log.some((line) => line.includes('a notification was refused'))).toBe(true)
  },
)

test('a notification that beats its own answer settles the payment', async () => {
  const { stripe } = await openShop(api, ['stripe'])
  // The answer is lost; only the notification and a look-up know of the charge.
  simulators.controls.stripe.addFaults([{ operation: 'authorize', fault: 'drop_after', times: 1 }])
  const lost = await stripe.paymentIntents.create({
    ...{ amount: 4100, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
  })
  const found = await eventually(
    () => stripe.paymentIntents.retrieve(lost.id),
    ({ status }) => status === 'succeeded',
  )
  expect(found.amount_received).toBe(4100)
})

test('what names nothing of ours is kept as an orphan and tried again', async () => {
  const { stripe, tenant } = await openShop(api, ['adyen'])
  const account = await accountOf(tenant.merchant.id)
  const paid = await stripe.paymentIntents.create({
    ...{ amount: 4200, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
  })
  await eventually(
    () => stored(account),
    (all) => all.some(({ state }) => state === 'settled'),
  )
  // As if the thing it names had not been written when it came.
  await sql(
    `update notifications set state = 'received', tries = 0, next_try_at = now() - interval '1 second',
      reference = $2 || '.ch_not_there_yet' where processor_account_id = $1`,
    [account, tenant.merchant.id],
  )
  expect(await retryNotifications(parts)).toBe(1)
  const [orphan] = await stored(account)
  expect(orphan).toMatchObject({ state: 'orphan' })
  expect(orphan?.next_try_at?.getTime()).toBeGreaterThan(Date.now())
  await sql(
    `update notifications set next_try_at = now() - interval '1 second', reference = $2 || '.' || $3 where processor_account_id = $1`,
    [account, tenant.merchant.id, paid.latest_charge],
  )
  expect(await retryNotifications(parts)).toBe(1)
  expect(await stored(account)).toEqual([expect.objectContaining({ state: 'settled' })])
})

test('an account’s notification says nothing about what another account was asked', async () => {
  const victim = await openShop(api, ['adyen'], { notified: false })
  const held = await victim.stripe.paymentIntents.create({
    ...{ amount: 4300, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
    capture_method: 'manual',
  })
  await victim.stripe.paymentIntents.capture(held.id)
  const [capture] = await sql<{ id: string }>(
    'select id from modifications where merchant_id = $1',
    [victim.tenant.merchant.id],
  )
  const other = await openShop(api, ['adyen'])
  const account = await accountOf(other.tenant.merchant.id)
  await other.stripe.paymentIntents.create({
    ...{ amount: 4300, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
  })
  await eventually(
    () => stored(account),
    (all) => all.some(({ state }) => state === 'settled'),
  )
  await sql(
    `update notifications set state = 'received', next_try_at = now() - interval '1 second', reference = $2 where processor_account_id = $1`,
    [account, `${victim.tenant.merchant.id}.${capture?.id}`],
  )
  expect(await retryNotifications(parts)).toBe(1)
  expect(await stored(account)).toEqual([expect.objectContaining({ state: 'orphan' })])
  expect((await victim.stripe.paymentIntents.retrieve(held.id)).status).toBe('processing')
})

test('a dispute that cannot be read again is kept, and tried again', async () => {
  const { stripe, tenant } = await openShop(api, ['stripe'])
  simulators.controls.stripe.addFaults([{ operation: 'lookup', fault: 'error_before', times: 20 }])
  const paid = await stripe.paymentIntents.create({
    ...{ amount: 4400, currency: 'usd', payment_method: 'pm_card_createDispute', confirm: true },
  })
  const account = await accountOf(tenant.merchant.id)
  await eventually(
    () => stored(account),
    (rows) => rows.filter(({ state }) => state === 'orphan').length === 2,
  )
  simulators.controls.stripe.clearFaults()
  await sql(
    "update notifications set next_try_at = now() - interval '1 second' where processor_account_id = $1 and next_try_at is not null",
    [account],
  )
  await retryNotifications(parts)
  const disputes = await stripe.disputes.list({ payment_intent: paid.id })
  expect(disputes.data).toMatchObject([{ status: 'needs_response', amount: 4400 }])
  expect((await stored(account)).some(({ state }) => state === 'orphan')).toBe(false)
})

test('a notification to no account of ours is turned away, and one without a signature too', async () => {
  const nowhere = await api.ask('POST', '/v1/notifications/pa_nothing', {
    ...{ raw: '{}', headers: { 'content-type': 'application/json' } },
  })
  expect(nowhere.status).toBe(404)
  const account = await accountOf(api.tenant.merchant.id)
  for (const raw of ['', '{}', 'not json', `{"id":"evt_1","type":"charge.succeeded"}`]) {
    const answer = await api.ask('POST', `/v1/notifications/${account}`, {
      ...{ raw, headers: { 'content-type': 'application/json' } },
    })
    expect(answer.status, raw).toBe(401)
  }
  expect(await stored(account)).toEqual([])
})

test('what is stored opens nothing: no credentials are kept', async () => {
  const rows = await sql<{ headers: Record<string, string> }>('select headers from notifications')
  expect(rows.length).toBeGreaterThan(0)
  for (const { headers } of rows) {
    for (const name of Object.keys(headers)) {
      expect(name).toMatch(/^(content-type|user-agent|.*signature)$/)
    }
  }
})
