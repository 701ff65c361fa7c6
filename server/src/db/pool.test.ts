import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
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

test.each(['system', 'tenant'] as const)(
  'a connection that dies under a query of the %s is that query’s failure, not the process’s',
  async (of) => {
    const { database, sql: asSuperuser } = await testDatabase()
    const queries = of === 'system' ? database.system : database.tenant({ livemode: false })
    const dying = expect(sql`select pg_sleep(20)`.execute(queries)).rejects.toThrow()
    let killed: unknown[] = []
    while (killed.length === 0) {
      killed = await asSuperuser(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query = 'select pg_sleep(20)'`,
      )
    }
    await dying
    // In the instant until its end is noticed the dead one may still be handed out.
    await vi.waitFor(async () => {
      expect((await sql`select 1 as one`.execute(queries)).rows).toEqual([{ one: 1 }])
    })
  },
)
