import { expect, test } from 'vitest'
import { type Database, openCommitter } from '../src/db/index.ts'
import { systemClock } from '../src/kernel/index.ts'
import { createKey, createMerchant, createPsp } from '../src/tenants/index.ts'
import { testDatabase } from './database.ts'

test('what was written before the answer was lost is found, whoever it belongs to', async () => {
  const { database } = await testDatabase()
  const committer = openCommitter(losingEveryAnswer(database), { lanes: 1, patienceMs: 5_000 })
  const office = {
    clock: systemClock,
    queries: database.system,
    conclude: committer.commit,
  }
  const psp = await createPsp(office, { name: 'Tyst', country: 'SE' })
  const merchant = await createMerchant(office, psp, { livemode: false })
  const keys = [
    await createKey(office, { kind: 'operator' }),
    await createKey(office, { kind: 'psp', psp, livemode: false }),
    await createKey(office, { kind: 'secret', merchant, livemode: false }),
  ]
  await committer.close()
  const rows = await database.system.selectFrom('api_keys').select('id').orderBy('id').execute()
  expect(rows.map(({ id }) => id)).toEqual(keys.map(({ key }) => key.id))
})

/** Connections that write what they are told, and are gone before they can say so. */
function losingEveryAnswer(database: Database): Pick<Database, 'connect'> {
  return {
    async connect() {
      const client = await database.connect()
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
      client.query = (async (...args: unknown[]) => {
        const answer = await query(...args)
        if (typeof args[0] === 'string') return answer
        await client.end()
        throw new Error('Connection terminated unexpectedly')
      }) as unknown as typeof client.query
      return client
    },
  }
}
