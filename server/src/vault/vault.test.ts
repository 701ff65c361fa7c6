import { beforeAll, expect, test } from 'vitest'
import { openCommitter, type Row } from '../db/index.ts'
import type { MasterKeys } from './master-keys.ts'
import { SealBroken } from './sealing.ts'
import { addCard, addPsp, type TestParts, testParts } from './test-support.ts'
import { createVault } from './vault.ts'

const visa = '4242424242424242'
const amex = '378282246310005'

let db: TestParts
beforeAll(async () => {
  db = await testParts()
})

test('a stored card opens, and the database does not hold its number', async () => {
  const vault = createVault(db)
  const scope = { pspId: await addPsp(db), merchantId: 'acct_1', livemode: false }
  const { id } = await addCard(db, vault, scope, visa)
  const [row] = await db.sql<MethodRow>('select * from payment_methods where id = $1', [id])
  expect(JSON.stringify(row)).not.toContain('4242')
  expect(await vault.openCard(scope, id, rowOf(row))).toEqual({ number: visa })
})

test('a card has the same fingerprint at all merchants of a PSP, and another elsewhere', async () => {
  const vault = createVault(db)
  const [one, two] = [await addPsp(db), await addPsp(db)]
  const fingerprint = async (pspId: string, merchantId: string, livemode = false) =>
    (await vault.sealCard({ pspId, merchantId, livemode }, 'pm_1', { number: visa })).fingerprint
  const here = await fingerprint(one, 'acct_1')
  expect(await fingerprint(one, 'acct_2')).toBe(here)
  expect(await fingerprint(two, 'acct_1')).not.toBe(here)
  expect(await fingerprint(one, 'acct_1', true)).not.toBe(here)
  db.pass(120_000)
  expect(await fingerprint(one, 'acct_1')).toBe(here)
})

test('a secret opens in its place only, and never as a card', async () => {
  const vault = createVault(db)
  const scope = { pspId: await addPsp(db), livemode: true }
  const sealed = await vault.sealSecret(scope, 'pa_1', 'api key: ключ')
  expect(await vault.openSecret(scope, 'pa_1', sealed)).toBe('api key: ключ')
  await expect(vault.openSecret(scope, 'pa_2', sealed)).rejects.toThrow(SealBroken)
  await expect(
    vault.openSecret({ ...scope, pspId: await addPsp(db) }, 'pa_1', sealed),
  ).rejects.toThrow(SealBroken)
  const asCard = { data_key_id: sealed.split('.')[1] ?? null, sealed }
  await expect(vault.openCard({ ...scope, merchantId: 'acct_1' }, 'pa_1', asCard)).rejects.toThrow(
    SealBroken,
  )
})

test('servers that make the first keys of a PSP at the same moment end up with the same keys', async () => {
  const scope = { pspId: await addPsp(db), merchantId: 'acct_1', livemode: true }
  const servers = Array.from({ length: 4 }, () => {
    const committer = openCommitter(db.database, { lanes: 1 })
    return { committer, vault: createVault({ ...db, committer }) }
  })
  const sealed = await Promise.all(
    servers.flatMap(({ vault }) =>
      Array.from({ length: 5 }, () => vault.sealCard(scope, 'pm_1', { number: amex })),
    ),
  )
  expect(new Set(sealed.map(({ data_key_id }) => data_key_id)).size).toBe(1)
  expect(new Set(sealed.map(({ fingerprint }) => fingerprint)).size).toBe(1)
  const keys = await db.sql<Row<'data_keys'>>('select purpose from data_keys where psp_id = $1', [
    scope.pspId,
  ])
  expect(keys.map(({ purpose }) => purpose).sort()).toEqual(['encryption', 'fingerprint'])
  for (const { committer } of servers) await committer.close()
})

test('rows moved, swapped or altered in the database are refused, and their neighbours open', async () => {
  const vault = createVault(db)
  const scope = { pspId: await addPsp(db), merchantId: 'acct_1', livemode: true }
  const other = { pspId: await addPsp(db), merchantId: 'acct_9', livemode: true }
  const mine = await addCard(db, vault, scope, visa)
  const sibling = await addCard(db, vault, scope, amex)
  const theirs = await addCard(db, vault, other, amex)
  const put = (id: string, from: { sealed: string | null; data_key_id: string | null }) =>
    db.sql('update payment_methods set sealed = $2, data_key_id = $3 where id = $1', [
      id,
      from.sealed,
      from.data_key_id,
    ])
  const open = async () => {
    const [row] = await db.sql<MethodRow>('select * from payment_methods where id = $1', [mine.id])
    return vault.openCard(scope, mine.id, rowOf(row))
  }
  const flip = (text: string, at: number) =>
    text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)

  for (const forged of [
    sibling,
    theirs,
    { ...mine, data_key_id: theirs.data_key_id },
    { ...mine, sealed: flip(mine.sealed ?? '', 60) },
    { ...mine, sealed: (mine.sealed ?? '').slice(0, -4) },
    { ...mine, sealed: visa },
    { sealed: null, data_key_id: null },
  ]) {
    await put(mine.id, forged)
    await expect(open()).rejects.toThrow(SealBroken)
  }
  await put(mine.id, mine)
  expect(await open()).toEqual({ number: visa })
  expect(await vault.openCard(other, theirs.id, theirs)).toEqual({ number: amex })
})

test('data keys swapped between PSPs are refused', async () => {
  const [one, two] = [await addPsp(db), await addPsp(db)]
  for (const pspId of [one, two]) {
    await createVault(db).sealSecret({ pspId, livemode: true }, 'pa_1', 'secret')
  }
  await db.sql(
    `update data_keys as mine set wrapped = theirs.wrapped, master_key_id = theirs.master_key_id
     from data_keys as theirs
     where mine.psp_id = $1 and theirs.psp_id = $2 and mine.purpose = theirs.purpose`,
    [one, two],
  )
  await expect(
    createVault(db).sealSecret({ pspId: one, livemode: true }, 'pa_1', 'secret'),
  ).rejects.toThrow(expect.objectContaining({ code: 'vault_unavailable' }))
})

test('without its master key the vault works for a minute at most, refuses, and comes back', async () => {
  let down = false
  const service = <T>(answer: () => Promise<T>) =>
    down ? Promise.reject(new Error('connect ECONNREFUSED')) : answer()
  const masterKeys: MasterKeys = {
    current: db.masterKeys.current,
    wrap: (...args) => service(() => db.masterKeys.wrap(...args)),
    unwrap: (...args) => service(() => db.masterKeys.unwrap(...args)),
  }
  const vault = createVault({ ...db, masterKeys })
  const scope = { pspId: await addPsp(db), merchantId: 'acct_1', livemode: true }
  const unavailable = expect.objectContaining({ code: 'vault_unavailable' })
  const card = await addCard(db, vault, scope, visa)
  expect(await vault.openCard(scope, card.id, card)).toEqual({ number: visa })

  down = true
  expect(await vault.openCard(scope, card.id, card)).toEqual({ number: visa })
  await expect(
    vault.sealCard({ ...scope, pspId: await addPsp(db) }, 'pm_1', { number: visa }),
  ).rejects.toThrow(unavailable)
  db.pass(60_000)
  await expect(vault.openCard(scope, card.id, card)).rejects.toThrow(unavailable)
  await expect(vault.sealCard(scope, 'pm_1', { number: visa })).rejects.toThrow(unavailable)

  down = false
  expect(await vault.openCard(scope, card.id, card)).toEqual({ number: visa })
})

type MethodRow = Row<'payment_methods'>

function rowOf(row: MethodRow | undefined): MethodRow {
  if (row === undefined) throw new Error('There is no such row.')
  return row
}
