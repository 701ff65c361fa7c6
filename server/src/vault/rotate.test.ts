import { beforeEach, expect, test } from 'vitest'
import { ChangeRefused, type Row } from '../db/index.ts'
import { newDemoMasterKey } from './master-keys.ts'
import { type RotationOptions, type RotationProgress, rotate } from './rotate.ts'
import { fill, numbers, ofMerchants, openAll, scopeOf } from './rotation-test-support.ts'
import { SealBroken } from './sealing.ts'
import { addCard, commit, type TestParts, testParts } from './test-support.ts'
import { createVault, type Vault } from './vault.ts'

const dayMs = 86_400_000
const graceMs = 300_000
const unavailable = expect.objectContaining({ code: 'vault_unavailable' })

let parts: TestParts
let vault: Vault
beforeEach(async () => {
  parts = await testParts()
  vault = createVault(parts)
})

/** Rotates to the end; where a rotation waits, time is made to pass. */
function rotateAll(options: RotationOptions = {}): Promise<RotationProgress> {
  return rotate(parts, { graceMs, wait: async (ms) => parts.pass(ms), ...options })
}

test('after a rotation all opens under new keys, and the old ones are gone', async () => {
  await fill(parts, vault, 10)
  const [card] = await methods()
  if (card === undefined) throw new Error('There is no card.')

  expect(await rotateAll({ batch: 7 })).toEqual({
    step: 'done',
    renewed: 4,
    rewrapped: 0,
    resealed: 60 + 6 + 6,
    destroyed: 4,
    unreadable: [],
  })
  expect(await openAll(parts)).toEqual({ opened: 60 + 6 + 12, refused: [] })
  expect(await keyStates()).toEqual({ current: 8, retired: 0, destroyed: 4 })
  const [after] = await methods()
  const { data_key_id, sealed } = after ?? card
  expect(after).toEqual({ ...card, version: 2, data_key_id, sealed })
  // A copy made before is unreadable for good.
  await expect(createVault(parts).openCard(scopeOf(card), card.id, card)).rejects.toThrow(
    SealBroken,
  )
})

const methods = () => ofMerchants<Row<'payment_methods'>>(parts, 'payment_methods')

async function keyStates() {
  const keys = await parts.sql<Row<'data_keys'>>('select * from data_keys')
  const destroyed = keys.filter(({ wrapped }) => wrapped === null).length
  const current = keys.filter(({ retired_at }) => retired_at === null).length
  return { current, retired: keys.length - current - destroyed, destroyed }
}

test('killed again and again, it ends as if it had not been', async () => {
  const old = newDemoMasterKey()
  parts = parts.under(old)
  vault = createVault(parts)
  await fill(parts, vault, 10)
  parts = parts.under(newDemoMasterKey(), old)
  let resealed = 0
  let kills = 0
  for (let done = false; !done; ) {
    const killer = new AbortController()
    let reports = 0
    let progress: RotationProgress | undefined
    const onProgress = (current: RotationProgress) => {
      progress = current
      // The first run is killed after its first report, the second after its second, and so on.
      if (++reports > kills) killer.abort()
    }
    try {
      await rotateAll({ batch: 3, signal: killer.signal, onProgress })
      done = true
    } catch (error) {
      if (!killer.signal.aborted) throw error
      kills += 1
    }
    resealed += progress?.resealed ?? 0
    expect((await openAll(parts)).refused).toEqual([])
    expect((await keyStates()).current).toBe(8)
  }
  expect(kills).toBeGreaterThan(10)
  expect(resealed).toBe(72)
  expect((await openAll(parts)).opened).toBe(78)
  expect(await keyStates()).toEqual({ current: 8, retired: 0, destroyed: 4 })
})

test('servers go on sealing and opening while two rotations run', async () => {
  await fill(parts, vault, 20)
  const rows = await methods()
  const served = { opened: 0, sealed: 0, edited: 0 }
  async function request(count: number): Promise<void> {
    const known = rows[count % rows.length]
    if (known === undefined) throw new Error('There are no cards.')
    const scope = scopeOf(known)
    const row = await current(known.id)
    expect(numbers).toContain((await vault.openCard(scope, row.id, row)).number)
    served.opened += 1
    if (count % 5 === 0) {
      await addCard(parts, vault, scope, numbers[0])
      served.sealed += 1
    }
    const edited = { ...row, version: row.version + 1, metadata: { count: String(count) } }
    try {
      await commit(parts, row.merchant_id, row.livemode, 'replaces', 'payment_methods', edited)
      served.edited += 1
    } catch (error) {
      if (!(error instanceof ChangeRefused)) throw error
    }
  }

  let running = true
  let gate = Promise.resolve()
  const inFlight = new Set<Promise<void>>()
  async function serve(): Promise<void> {
    for (let count = 0; running; count++) {
      await gate
      const asked = request(count)
      inFlight.add(asked)
      await asked.finally(() => inFlight.delete(asked))
    }
  }
  /** Minutes pass: what was asked before them has been answered. */
  async function wait(ms: number): Promise<void> {
    const opened = Promise.withResolvers<void>()
    gate = opened.promise
    await Promise.all(inFlight)
    parts.pass(ms)
    opened.resolve()
  }

  const serving = Promise.all([serve(), serve(), serve()])
  const rotations = await Promise.all([
    rotateAll({ batch: 5, wait }),
    rotateAll({ batch: 5, wait }),
  ])
  running = false
  await serving
  expect(rotations.map(({ renewed }) => renewed).reduce((a, b) => a + b)).toBe(4)
  expect(rotations.flatMap(({ unreadable }) => unreadable)).toEqual([])
  expect(served.opened).toBeGreaterThan(20)
  const { opened, refused } = await openAll(parts)
  expect(refused).toEqual([])
  expect(opened).toBe(120 + 18 + served.sealed)

  const last = await rotateAll({ minAgeMs: 0 })
  expect(last.destroyed).toBeGreaterThanOrEqual(4)
  expect((await openAll(parts)).refused).toEqual([])
})

function current(id: string): Promise<Row<'payment_methods'>> {
  const { system } = parts.database
  return system
    .selectFrom('payment_methods')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

test('a row that does not open is named, and keeps the key it names', async () => {
  await fill(parts, vault, 3)
  const [one, two] = await methods()
  if (one === undefined || two === undefined) throw new Error('There are no cards.')
  await parts.sql('update payment_methods set sealed = $2 where id = $1', [one.id, two.sealed])
  const first = await rotateAll()
  expect(first).toMatchObject({
    destroyed: 3,
    resealed: 18 + 6 + 6 - 1,
    unreadable: [`payment_methods ${one.id}`],
  })
  expect((await openAll(parts)).refused).toEqual([one.id])

  // Its text is found again, and the next rotation takes it along.
  await parts.sql('update payment_methods set sealed = $2 where id = $1', [one.id, one.sealed])
  expect(await rotateAll()).toMatchObject({ destroyed: 1, resealed: 1, unreadable: [] })
  expect((await openAll(parts)).refused).toEqual([])
})

test('a new master key takes over all data keys, and the old one can go', async () => {
  const [old, next] = [newDemoMasterKey(), newDemoMasterKey()]
  parts = parts.under(old)
  vault = createVault(parts)
  await fill(parts, vault, 1)
  parts = parts.under(next, old)
  // Keys that are young enough stay: only their wrapping changes.
  expect(await rotateAll({ minAgeMs: 10 * dayMs })).toMatchObject({ renewed: 0, rewrapped: 8 })
  parts = parts.under(next)
  expect((await openAll(parts)).refused).toEqual([])
  const late = createVault(parts.under(old))
  await expect(
    late.sealSecret({ pspId: await anyPsp(), livemode: true }, 'pa_1', 'secret'),
  ).rejects.toThrow(unavailable)
})

const anyPsp = async () => (await parts.sql<{ id: string }>('select id from psps'))[0]?.id ?? ''

test('a rotation without a working master key changes nothing', async () => {
  await fill(parts, vault, 1)
  const before = await parts.sql('select * from data_keys order by id')
  const wrap = () => Promise.reject(new Error('connect ECONNREFUSED'))
  const down = { ...parts, masterKeys: { ...parts.masterKeys, wrap } }
  await expect(rotate(down)).rejects.toThrow(unavailable)
  expect(await parts.sql('select * from data_keys order by id')).toEqual(before)
  expect((await openAll(parts)).refused).toEqual([])
})

test('keys are destroyed no sooner than every server has forgotten them', async () => {
  await fill(parts, vault, 1)
  const waits: number[] = []
  const killed = rotateAll({
    wait: async (ms) => {
      waits.push(ms)
      throw new Error('killed')
    },
  })
  await expect(killed).rejects.toThrow('killed')
  expect(waits[0]).toBeGreaterThan(graceMs - 10_000)
  expect(await keyStates()).toEqual({ current: 8, retired: 4, destroyed: 0 })
  parts.pass(graceMs)
  expect(await rotateAll()).toMatchObject({ renewed: 0, destroyed: 4 })
})

test('a signal ends the wait', async () => {
  await fill(parts, vault, 1)
  const stop = new AbortController()
  const onProgress = ({ step }: RotationProgress) => {
    if (step === 'wait') setImmediate(() => stop.abort())
  }
  const stopped = rotate(parts, { graceMs, signal: stop.signal, onProgress })
  await expect(stopped).rejects.toThrow('aborted')
})

test('what a server seals with a key retired a moment ago is taken along', async () => {
  await fill(parts, vault, 1)
  const [card] = await methods()
  if (card === undefined) throw new Error('There is no card.')
  // It knows the keys from before, and goes on with them for a minute.
  const slow = createVault(parts)
  await slow.sealCard(scopeOf(card), 'pm_1', { number: numbers[0] })
  let late: Row<'payment_methods'> | undefined
  await rotateAll({
    wait: async (ms) => {
      late = await addCard(parts, slow, scopeOf(card), numbers[0])
      parts.pass(ms)
    },
  })
  expect(late?.data_key_id).toBe(card.data_key_id)
  expect(await openAll(parts)).toEqual({ opened: 6 + 1 + 18, refused: [] })
})

test('a row edited at the very moment it is re-encrypted keeps the edit, and is taken along', async () => {
  await fill(parts, vault, 1)
  const [card] = await methods()
  if (card === undefined) throw new Error('There is no card.')
  let races = 0
  const committer: TestParts['committer'] = {
    ...parts.committer,
    async commit(change) {
      if (races < 3 && change.replaces.some(({ row }) => 'id' in row && row.id === card.id)) {
        races += 1
        const row = await current(card.id)
        const edited = { ...row, version: row.version + 1, metadata: { race: String(races) } }
        await commit(parts, row.merchant_id, row.livemode, 'replaces', 'payment_methods', edited)
      }
      return parts.committer.commit(change)
    },
  }
  const wait = async (ms: number) => parts.pass(ms)
  expect(await rotate({ ...parts, committer }, { graceMs, wait })).toMatchObject({ destroyed: 4 })
  expect(await current(card.id)).toMatchObject({ version: 5, metadata: { race: '3' } })
  expect((await openAll(parts)).refused).toEqual([])
})
