import { beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import type { Context } from '../tenants/index.ts'
import { handClock, happen, newTenant, type TestWebhooks, testWebhooks } from './test-support.ts'

const clock = handClock()
let db: TestDatabase
let ctx: Context
let webhooks: TestWebhooks
beforeAll(async () => {
  db = await testDatabase()
  webhooks = testWebhooks(db, clock)
})
beforeEach(async () => {
  await db.sql('truncate webhook_deliveries, outbox')
  ctx = await newTenant(db, clock)
})

const listen = () =>
  webhooks.createEndpoint(ctx, { url: 'http://127.0.0.1:8080/', enabledEvents: ['*'] })
const count = async (table: string) =>
  (await db.sql<{ count: bigint }>(`select count(*) from ${table}`)).map((row) =>
    Number(row.count),
  )[0]
const manyHappen = (times: number) =>
  Promise.all(Array.from({ length: times }, () => happen(ctx, 'charge.succeeded')))

test('the outbox is emptied in batches of 500', async () => {
  await listen()
  await manyHappen(1_100)
  const taken: number[] = []
  do taken.push(await webhooks.fanOut())
  while (taken.at(-1) !== 0)
  expect(taken).toEqual([500, 500, 100, 0])
  expect([await count('outbox'), await count('webhook_deliveries')]).toEqual([0, 1_100])
})

test('where nobody listens, events leave the outbox and nothing is owed', async () => {
  await manyHappen(3)
  expect(await webhooks.fanOut()).toBe(3)
  expect([await count('outbox'), await count('webhook_deliveries')]).toEqual([0, 0])
})

test('a fan-out that fails has done nothing, and done again does all', async () => {
  await listen()
  await manyHappen(3)
  await db.sql('revoke insert on webhook_deliveries from switchyard_system')
  await expect(webhooks.fanOut()).rejects.toThrow('permission denied')
  await db.sql('grant insert on webhook_deliveries to switchyard_system')
  expect([await count('outbox'), await count('webhook_deliveries')]).toEqual([3, 0])
  expect(await webhooks.fanOut()).toBe(3)
  expect([await count('outbox'), await count('webhook_deliveries')]).toEqual([0, 3])
})

test('several workers at once owe each event once', async () => {
  await listen()
  await listen()
  await manyHappen(900)
  const other = testWebhooks(db, clock)
  const taken = await Promise.all([webhooks.fanOut(), other.fanOut(), webhooks.fanOut()])
  expect(taken.reduce((sum, each) => sum + each, 0)).toBe(900)
  expect([await count('outbox'), await count('webhook_deliveries')]).toEqual([0, 1_800])
})

test('an event fanned out twice is owed once', async () => {
  await listen()
  const eventId = await happen(ctx, 'charge.succeeded')
  await webhooks.fanOut()
  const { merchant, livemode } = ctx.tenant
  await db.sql('insert into outbox values ($1, $2, $3)', [merchant.id, livemode, eventId])
  expect(await webhooks.fanOut()).toBe(1)
  expect([await count('outbox'), await count('webhook_deliveries')]).toEqual([0, 1])
})
