import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'

test('a read is given up after half a minute, a commit is never cancelled', async () => {
  const { database } = await testDatabase()
  const client = await database.connect()
  const lane = await client.query('show statement_timeout')
  await client.end()
  expect(lane.rows).toEqual([{ statement_timeout: '0' }])
  const read = await sql`show statement_timeout`.execute(database.system)
  expect(read.rows).toEqual([{ statement_timeout: '30s' }])
})
