import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openTestOffice, type TestOffice } from '../../test/office.ts'
import { detailsOf, type OfficeContext, revokeKey, standingOf } from '../tenants/index.ts'
import { type Demo, type DemoParts, demoSecrets, greeting, seedDemo } from './index.ts'

let at: TestOffice
let dataDir: string
let parts: DemoParts

beforeAll(async () => {
  at = await openTestOffice()
})

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'switchyard-demo-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  parts = {
    office: at.office,
    dataDir,
    url: 'http://127.0.0.1:4242',
    async sealSecret(scope) {
      return `sealed for ${scope.pspId} ${scope.livemode}`
    },
  }
})

const counts = async () => {
  const { system } = at.database
  const tables = ['psps', 'merchants', 'processor_accounts', 'api_keys'] as const
  return Promise.all(
    tables.map(async (table) => {
      const rows = await system.selectFrom(table).select('id').execute()
      return `${rows.length} ${table}`
    }),
  )
}

test('the demo is two PSPs with two merchants each, whose keys all work', async () => {
  const demo = await seedDemo(parts)
  expect(JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))).toEqual(demo)
  expect((await stat(join(dataDir, 'demo.json'))).mode & 0o777).toBe(0o600)
  expect((await at.ask(demo.operator_key)).as).toBe('operator')
  const lines: string[] = []
  for (const { id, name, secret_key, merchants } of demo.psps) {
    const psp = await at.ask(secret_key)
    expect(psp).toMatchObject({ as: 'psp', livemode: false, psp: { id, name } })
    for (const merchant of merchants) {
      const caller = await at.ask(merchant.secret_key)
      const other = await at.ask(merchant.publishable_key)
      const acting = await at.ask(secret_key, merchant.id)
      if (caller.as !== 'merchant' || other.as !== 'merchant' || acting.as !== 'merchant') {
        throw new Error('a merchant’s key is not a merchant’s')
      }
      expect([caller.merchant.id, other.merchant.id, acting.merchant.id]).toEqual(
        Array(3).fill(merchant.id),
      )
      expect(other.kind).toBe('publishable')
      expect(standingOf(caller.merchant, false).capabilities.card_payments).toBe('active')
      const accounts = await at.here.processorAccountsFor(caller.merchant, false, at.now())
      const { country, default_currency } = caller.merchant
      lines.push(
        [
          name,
          detailsOf(caller.merchant).business_profile['name'],
          `${country} ${default_currency}`,
          accounts.map(({ processor }) => processor).join(' then '),
        ].join(' | '),
      )
    }
  }
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "Nordbetalning | Björk & Ull | SE sek | stripe then adyen
    Nordbetalning | Fjelltind Sport | NO nok | stripe then adyen
    Harbour Pay | Blue Anchor Books | US usd | adyen then stripe
    Harbour Pay | Atelier Lumen | FR eur | adyen then stripe"
  `)
})

test('credentials are sealed, for the PSP and in test mode', async () => {
  await seedDemo(parts)
  const rows = await at.database.system.selectFrom('processor_accounts').selectAll().execute()
  expect(rows).toHaveLength(4)
  for (const { psp_id, credentials } of rows) {
    expect(credentials).toBe(`sealed for ${psp_id} false`)
  }
})

describe('a second start', () => {
  test('makes nothing new and keeps every key; only the address may differ', async () => {
    const before = await seedDemo(parts)
    const made = await counts()
    const after = await seedDemo({ ...parts, url: 'http://127.0.0.1:5353' })
    expect(after).toEqual({ ...before, url: 'http://127.0.0.1:5353' })
    expect(await counts()).toEqual(made)
  })

  test.each([
    ['lost', async (file: string) => rm(file)],
    ['cut short', async (file: string) => writeFile(file, '{"url": "http')],
    ['somebody else’s', async (file: string) => writeFile(file, '{"hello": 1}')],
  ])('makes new keys for the same PSPs and merchants when the file is %s', async (_how, spoil) => {
    const before = await seedDemo(parts)
    await spoil(join(dataDir, 'demo.json'))
    const after = await seedDemo(parts)
    const ids = ({ psps }: Demo) =>
      psps.map(({ id, merchants }) => [id, merchants.map((m) => m.id)])
    expect(ids(after)).toEqual(ids(before))
    expect(after.operator_key).not.toBe(before.operator_key)
    for (const { secret_key } of after.psps) expect((await at.ask(secret_key)).as).toBe('psp')
  })

  test('replaces the one key that was revoked', async () => {
    const before = await seedDemo(parts)
    const spoiled = before.psps[0]?.merchants[1]?.secret_key ?? ''
    await revokeKey(at.office, (await at.ask(spoiled)).keyId)
    const after = await seedDemo(parts)
    const renewed = after.psps[0]?.merchants[1]?.secret_key ?? ''
    expect(renewed).not.toBe(spoiled)
    expect(JSON.stringify(after).replace(renewed, spoiled)).toBe(JSON.stringify(before))
  })

  test('goes on where a killed one stopped, wherever that was', async () => {
    const whole = await openTestOffice()
    let stops = 0
    for (let writes = 0; ; writes++) {
      let left = writes
      const dying: OfficeContext = {
        ...whole.office,
        conclude: (change, result) => {
          if (left-- === 0) throw new Error('killed')
          return whole.office.conclude(change, result)
        },
      }
      const demo = await seedDemo({ ...parts, office: dying }).catch(() => undefined)
      if (demo !== undefined) break
      stops += 1
    }
    expect(stops).toBeGreaterThan(3)
    const { system } = whole.database
    expect(await system.selectFrom('psps').select('id').execute()).toHaveLength(2)
    expect(await system.selectFrom('merchants').select('id').execute()).toHaveLength(4)
    expect(await system.selectFrom('processor_accounts').select('id').execute()).toHaveLength(4)
  })
})

test('an installation that goes live is told which of the demo’s secrets still work', async () => {
  const fresh = await openTestOffice()
  expect(await demoSecrets(fresh.office)).toEqual([])
  const demo = await seedDemo({ ...parts, office: fresh.office })
  const [told] = await demoSecrets(fresh.office)
  const { keyId } = await fresh.ask(demo.operator_key)
  expect(told).toContain(`npx switchyard key revoke ${keyId}`)
  await revokeKey(fresh.office, keyId)
  expect(await demoSecrets(fresh.office)).toEqual([])
})

test('the greeting has the address, the keys and a call to paste', async () => {
  const demo = await seedDemo(parts)
  const text = greeting(demo, '.data/demo.json')
  for (const { secret_key } of demo.psps) expect(text).toContain(secret_key)
  const hidden = text.replaceAll(/(?<=(?:sk_\w+|acct)_)[0-9A-Za-z]{20,}/g, '…')
  expect(hidden).toMatchInlineSnapshot(`
    "Switchyard runs at http://127.0.0.1:4242 (test mode; processors are simulated).

      operator             sk_op_…
      Nordbetalning        sk_test_…
        merchant           sk_test_…  acct_…
        merchant           sk_test_…  acct_…
      Harbour Pay          sk_test_…
        merchant           sk_test_…  acct_…
        merchant           sk_test_…  acct_…

    These keys, and publishable ones, are in .data/demo.json. A first payment:

      curl http://127.0.0.1:4242/v1/payment_intents -u sk_test_…: \\
        -d amount=2500 -d currency=usd -d payment_method=pm_card_visa -d confirm=true"
  `)
})
