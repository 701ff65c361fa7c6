import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import '../kernel/index.ts'
import { encodeRows } from './binary.ts'
import { readShapes } from './shapes.ts'

const { sql, database } = await testDatabase()

test('rows arrive as they were sent, in every type a column may have', async () => {
  await sql(`create table public.every_type (
    a bool, b bytea, c int8, d int4, e text, f json, g jsonb, h text[], i int8[], j timestamptz, k id)`)
  await sql('grant select on public.every_type to switchyard_system')
  const rows = [
    {
      ...{
        a: true,
        b: Buffer.from([0, 255, 7]),
        c: -(2n ** 63n),
        d: -5,
        e: 'Ünïcödé 💶 "quoted" \\',
      },
      ...{ f: { b: 1, a: ['x', 9_007_199_254_740_993n] }, g: { b: 1, a: 'é' } },
      ...{ h: ['a,b', '{}', 'NULL', ''], i: [1n, -1n, 2n ** 62n] },
      ...{ j: new Date('1969-12-31T23:59:59.999Z'), k: 'acct_1' },
    },
    { a: false, b: Buffer.alloc(0), e: '', h: [], i: [], j: new Date('2038-01-19T03:14:08.123Z') },
    {},
  ]
  const client = await database.connect()
  const shape = (await readShapes(client)).get('every_type' as never)
  if (shape === undefined) throw new Error('The table has no shape.')
  const nothing = Object.fromEntries(shape.columns.map(({ name }) => [name, null]))
  const answer = await client.query('select * from unnest($1::public.every_type[])', [
    encodeRows(shape, rows),
  ])
  await client.end()
  expect(answer.rows).toEqual([
    { ...rows[0], f: { b: 1, a: ['x', 9_007_199_254_740_992] } },
    { ...nothing, ...rows[1] },
    nothing,
  ])
})
