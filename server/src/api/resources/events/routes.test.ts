import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { write } from '../../../db/index.ts'
import { newId } from '../../../kernel/index.ts'
import { noteKind } from '../../testing/notes.ts'
import { eventEndpoints } from './routes.ts'
import { eventKind } from './view.ts'

let api: TestApi
/** Newest first. */
const ids: string[] = []
const firstDay = Date.UTC(2026, 0, 1) / 1000
const day = 86_400

beforeAll(async () => {
  api = await testApi({ endpoints: eventEndpoints, kinds: [eventKind, noteKind] })
  for (let made = 0; made < 5; made++) {
    ids.unshift(await happen(made, made === 3 ? 'charge.failed' : 'charge.succeeded'))
  }
})

/** An event of a note, on a day of January. */
async function happen(days: number, type: string): Promise<string> {
  const created_at = new Date((firstDay + days * day) * 1000)
  const owner = { merchant_id: api.tenant.merchant.id, livemode: false }
  const note = {
    ...owner,
    ...{ id: 'note_1', version: 1, name: `day ${days}`, email: null, phone: null, balance: 0 },
    ...{ description: null, currency: null, default_payment_method_id: null, deleted_at: null },
    ...{ metadata: { k: 'v' }, details: {}, created_at: created_at.toISOString() },
  }
  const row = {
    ...owner,
    ...{ id: newId('evt', created_at.getTime()), created_at, type, object_id: note.id },
    ...{ object_type: 'customers', snapshot: note, previous: { text: 'before' } },
    ...{ request_id: 'req_1', idempotency_key: 'key 1' },
  }
  await api.committer.commit({
    ...{ merchantId: owner.merchant_id, livemode: false, replaces: [], entries: [] },
    inserts: [write('events', row)],
  })
  return row.id
}

const ask = async (params: Record<string, unknown>) => {
  const { body } = await api.ask('GET', '/v1/events', { key: api.keys.secret, params })
  return body.error?.message ?? body.data.map(({ id }: { id: string }) => ids.indexOf(id)).join()
}

test('an event shows the object as it then was', async () => {
  const { body } = await api.ask('GET', `/v1/events/${ids[0]}`, { key: api.keys.secret })
  expect(body).toEqual({
    id: ids[0],
    object: 'event',
    api_version: '2026-10-28.endive',
    created: firstDay + 4 * day,
    data: {
      object: expect.objectContaining({ id: 'note_1', text: 'day 4', created: firstDay + 4 * day }),
      previous_attributes: { text: 'before' },
    },
    livemode: false,
    pending_webhooks: 0,
    request: { id: 'req_1', idempotency_key: 'key 1' },
    type: 'charge.succeeded',
  })
})

test('in the shape the reader knows', async () => {
  const headers = { 'stripe-version': '2022-08-01' }
  const { body } = await api.ask('GET', `/v1/events/${ids[0]}`, { key: api.keys.secret, headers })
  expect([body.api_version, body.data.object.version]).toEqual(['2022-08-01', '2022-08-01'])
})

test('an event tells how many endpoints are still owed it', async () => {
  const merchant = api.tenant.merchant.id
  await api.sql(
    `insert into webhook_endpoints (merchant_id, livemode, id, version, created_at, status, url,
      enabled_events, secrets, enabled_at, metadata)
     values ($1, false, 'we_1', 1, now(), 'enabled', 'https://example.com', '{*}', '[]', now(), '{}')`,
    [merchant],
  )
  await api.sql(
    `insert into webhook_deliveries (merchant_id, livemode, event_id, endpoint_id, created_at, state, tries, next_try_at)
     values ($1, false, $2, 'we_1', now(), 'pending', 0, now())`,
    [merchant, ids[4]],
  )
  const { body } = await api.ask('GET', `/v1/events/${ids[4]}`, { key: api.keys.secret })
  expect(body.pending_webhooks).toBe(1)
  expect(await ask({ delivery_success: false })).toBe('4')
  expect(await ask({ delivery_success: true })).toBe('0,1,2,3')
})

describe('a list', () => {
  test('is newest first, and filtered by type or a family of types', async () => {
    expect(await ask({})).toBe('0,1,2,3,4')
    expect(await ask({ type: 'charge.failed' })).toBe('1')
    expect(await ask({ type: 'charge.*' })).toBe('0,1,2,3,4')
    expect(await ask({ type: 'charge_*' })).toBe('')
    expect(await ask({ types: ['charge.failed', 'charge.captured'] })).toBe('1')
  })

  test('is narrowed by time, to the second', async () => {
    const second = firstDay + 2 * day
    expect(await ask({ created: second })).toBe('2')
    expect(await ask({ created: { gt: second } })).toBe('0,1')
    expect(await ask({ created: { gte: second, lt: second + day } })).toBe('2')
    expect(await ask({ created: { lte: second } })).toBe('2,3,4')
    expect(await ask({ created: 'noon' })).toBe('Invalid integer: noon')
    expect(await ask({ created: { gte: 'noon' } })).toBe('Invalid integer: noon')
  })

  test('of a stranger is empty, and the events are not to be found', async () => {
    const { secret } = await api.stranger()
    const list = await api.ask('GET', '/v1/events', { key: secret })
    expect(list.body.data).toEqual([])
    const [theirs, nobodys] = [
      await api.ask('GET', `/v1/events/${ids[0]}`, { key: secret }),
      await api.ask('GET', '/v1/events/evt_nobody', { key: secret }),
    ]
    expect(theirs.status).toBe(404)
    expect(theirs.text.replaceAll(String(ids[0]), 'evt_nobody')).toBe(nobodys.text)
  })
})
