import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { disputeStory } from '../../test/dispute-story.ts'
import { testEngine } from '../../test/engine.ts'
import { payForAWhile, paymentStory } from '../../test/payment-story.ts'
import type { Schema } from '../db/index.ts'
import { systemClock } from '../kernel/index.ts'
import { createAnchoring, readAnchors, sealBlocks } from '../ledger/index.ts'
import { chainCheck } from './chain-check.ts'
import { renderFindings, verify } from './index.ts'
import { disputeBreaches } from './test-dispute-breaches.ts'
import { ledgerBreaches } from './test-ledger-breaches.ts'
import { paymentBreaches } from './test-payment-breaches.ts'
import { checksFor, findBreaches } from './verify.ts'

const engine = await testEngine()
const { database } = engine
const tenant = await engine.merchant(['stripe'])
const story = await paymentStory(engine, tenant)
const other = await engine.merchant(['stripe'])
const disputes = await disputeStory(engine, other)
const folder = await mkdtemp(join(tmpdir(), 'switchyard-verify-'))
const anchorsFile = join(folder, 'anchors.jsonl')
await createAnchoring({ queries: database.system, clock: systemClock }, anchorsFile)()
const checks = checksFor(chainCheck(await readAnchors(anchorsFile)))

const client = await database.connect()
afterAll(() => Promise.all([client.end(), rm(folder, { recursive: true })]))
const connection = { query: client.query.bind(client), release: () => undefined }
const snapshot = new Kysely<Schema>({
  dialect: new PostgresDialect({
    pool: { connect: async () => connection, end: async () => undefined } as never,
  }),
})

/**
 * What is found after somebody who may do everything has done this, which is then undone.
 * @param afterwards what the system itself did next
 */
async function findingsAfter(
  statements: string,
  afterwards?: () => Promise<unknown>,
): Promise<string[]> {
  await client.query('begin')
  try {
    await client.query(`set local role none; set local session_replication_role = replica;
      ${statements}; set local role switchyard_system`)
    await afterwards?.()
    const found = await findBreaches(snapshot, checks)
    return found.map(({ check, row, says }) => `${check}: ${row}: ${says}`)
  } finally {
    await client.query('rollback')
  }
}

const breaches = [
  ...ledgerBreaches(story),
  ...paymentBreaches(story, other.merchant.id),
  ...disputeBreaches(disputes),
]

test('payments in every state keep every promise', async () => {
  expect(await verify(engine.url, { anchorsFile })).toEqual([])
})

test.for(breaches)('%s: a breach is named (%#)', async ([check, statements, says]) => {
  const found = await findingsAfter(statements)
  expect(found.filter((line) => line.startsWith(`${check}: `)).join('\n')).toContain(says)
})

test('every check has a breach that shows it works', () => {
  expect([...new Set(breaches.map(([check]) => check))].sort()).toEqual(
    checks.map(({ name }) => name).sort(),
  )
})

test('a chain that was sealed anew after an edit is betrayed by what was noted outside', async () => {
  const found = await findingsAfter(
    `update journal_entries set description = 'edited' where seq = ${story.sealed};
     delete from ledger_blocks where first_seq = ${story.sealed}`,
    () => sealBlocks({ queries: snapshot, clock: systemClock }),
  )
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(/^chains.* \(je_\w+\) is not what was anchored outside the database/)
})

test('a database under load keeps every promise at every moment', async () => {
  let busy = true
  const load = payForAWhile(engine, other, 60).finally(() => {
    busy = false
  })
  do expect(await verify(engine.url, { anchorsFile })).toEqual([])
  while (busy)
  await load
})

test('the report says of each promise whether it holds, and names what breaks it', () => {
  expect(renderFindings([])).toContain(`All ${checks.length} promises hold.`)
  const [check] = checks
  if (check === undefined) throw new Error('there are checks')
  const finding = { check: check.name, promise: check.promise, livemode: true, row: 'je_1' }
  const report = renderFindings([{ ...finding, merchant_id: 'acct_1', says: 'is off by 1' }])
  expect(report.split('\n').slice(0, 3)).toEqual([
    `BROKEN   ${check.promise}`,
    '         acct_1 (live) je_1: is off by 1',
    `holds    ${checks[1]?.promise}`,
  ])
  expect(report).toContain(`1 of ${checks.length} promises are broken.`)
})
