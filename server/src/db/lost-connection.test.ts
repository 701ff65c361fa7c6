import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { whenReachable } from './index.ts'

const { database, sql: asSuperuser } = await testDatabase()

test('work that loses its connection is done again, and any other error is told at once', async () => {
  let tries = 0
  const dieOnce = async () => {
    tries += 1
    if (tries === 1) {
      const sleep = sql`select pg_sleep(20)`.execute(database.system)
      const killed = killSleeper()
      await sleep.finally(() => killed)
    }
    return sql<{ one: number }>`select 1 as one`.execute(database.system)
  }
  expect((await whenReachable(dieOnce)).rows).toEqual([{ one: 1 }])
  expect(tries).toBe(2)
  tries = 0
  const wrong = async () => {
    tries += 1
    await sql`select 1 / 0`.execute(database.system)
  }
  await expect(whenReachable(wrong)).rejects.toThrow('division by zero')
  expect(tries).toBe(1)
})

test('a database that stays away is given up in the end', async () => {
  let tries = 0
  const away = async () => {
    tries += 1
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  }
  await expect(whenReachable(away, 250)).rejects.toThrow('ECONNREFUSED')
  expect(tries).toBeGreaterThan(1)
})

async function killSleeper(): Promise<void> {
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'select pg_sleep%'`
  while ((await asSuperuser(kill)).length === 0);
}
