import { sql } from 'kysely'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogueProblems } from '../../../tools/catalogue.ts'
import { ourAllowances } from '../../../tools/catalogue-allowances.ts'
import type { Scope } from '../../src/db/index.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import {
  fillTables,
  type Owned,
  ownersSeen,
  type Relation,
  relationsOf,
} from './everybodys-rows.ts'

let base: TestDatabase
let relations: Relation[]

beforeAll(async () => {
  base = await testDatabase()
  relations = await relationsOf(base)
  await fillTables(base, relations)
})

describe('without a where', () => {
  test('there are rows of others to be seen', async () => {
    for (const { name } of relations) {
      const [found] = await base.sql<{ rows: number }>(`select count(*)::int as rows from ${name}`)
      expect(found?.rows, name).toBeGreaterThan(1)
    }
  })

  test.each([
    ['a merchant', { pspId: 'psp_one', merchantId: 'one_a' }],
    ['a merchant of whose PSP nothing is said', { merchantId: 'one_a' }],
    ['a PSP', { pspId: 'psp_one' }],
    ['nobody', {}],
  ] as const)('%s sees its own rows and no other, live and test apart', async (_who, scope) => {
    for (const livemode of [true, false]) {
      const mine = { ...scope, livemode }
      const queries = base.database.tenant(mine)
      for (const relation of relations) {
        const seen = await ownersSeen(relation, queries).catch(noneIfRefused)
        const foreign = seen.filter((row) => !isOwn(relation.name, row, mine))
        expect(foreign, `${relation.name} as ${JSON.stringify(mine)}`).toEqual([])
      }
    }
  })

  test('a merchant does see its own, in every table that has a merchant', async () => {
    const queries = base.database.tenant({ pspId: 'psp_one', merchantId: 'one_a', livemode: true })
    const ofMerchants = relations.filter(({ columns }) => columns.includes('merchant_id'))
    for (const relation of ofMerchants) {
      const seen = await ownersSeen(relation, queries)
      expect(
        seen.map(({ merchant }) => merchant),
        relation.name,
      ).toContain('one_a')
    }
    expect(ofMerchants.length).toBeGreaterThan(20)
  })
})

test('a tenant writes nothing, in no table and by no function', async () => {
  const settings = { role: 'switchyard_tenant', 'app.merchant': 'one_a', 'app.livemode': 'true' }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const client = new pg.Client({ connectionString: base.url, options: options.join(' ') })
  await client.connect()
  const refused = (text: string) =>
    expect(client.query(text), text).rejects.toThrow(
      /permission denied|cannot (insert|delete|update)|is not a table/,
    )
  for (const { name, columns } of relations) {
    await refused(`insert into ${name} default values`)
    await refused(`delete from ${name}`)
    await refused(`update ${name} set ${columns[0] ?? 'name'} = null`)
    await refused(`truncate ${name}`)
  }
  await refused('select commit_changes()')
  await client.end()
})

test('ten thousand borrowings of few connections by many tenants never see a foreign row', async () => {
  const { database } = base
  const tenants = Array.from({ length: 40 }, (_, index) => `acct_${index}`)
  await base.sql(
    `insert into customers select filled.* from unnest($1::text[]) as merchant,
       json_populate_record((select c from customers c limit 1),
         json_build_object('merchant_id', merchant, 'livemode', true)) as filled`,
    [tenants],
  )
  const seen = { foreign: 0, own: 0 }
  const borrow = async (index: number) => {
    const mine = tenants[index % tenants.length] ?? ''
    const queries = database.tenant({ merchantId: mine, livemode: true })
    // Some borrowers fail, and some are nobody's: whatever they leave behind, the next one borrows it.
    if (index % 7 === 0) await sql`select 1 / 0`.execute(queries).catch(() => undefined)
    const reader = index % 11 === 0 ? database.tenant({ livemode: true }) : queries
    for (const { merchant_id } of await reader.selectFrom('customers').selectAll().execute()) {
      seen[reader === queries && merchant_id === mine ? 'own' : 'foreign']++
    }
  }
  const [batches, size] = [40, 250]
  for (let batch = 0; batch < batches; batch++) {
    await Promise.all(Array.from({ length: size }, (_, index) => borrow(batch * size + index)))
  }
  const nobodys = Math.ceil((batches * size) / 11)
  expect(seen).toEqual({ foreign: 0, own: batches * size - nobodys })
})

test('the catalogue keeps every rule of tenancy and distribution', async () => {
  const { url } = await testDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  expect(await catalogueProblems(client, ourAllowances)).toEqual([])
  await client.end()
})

/** A PSP's processor accounts are for all its merchants unless they name one; live merchants try things out too. */
function isOwn(table: string, { psp, merchant, livemode }: Owned, scope: Scope): boolean {
  const isMerchants =
    merchant === scope.merchantId ||
    (psp !== null && scope.merchantId === undefined) ||
    table === 'psps' ||
    (table === 'processor_accounts' && merchant === null)
  const isOfMode =
    livemode === null || livemode === scope.livemode || (table === 'merchants' && livemode)
  return (psp === null || psp === scope.pspId) && isMerchants && isOfMode
}

function noneIfRefused(error: Error): readonly Owned[] {
  if (!error.message.startsWith('permission denied')) throw error
  return []
}
