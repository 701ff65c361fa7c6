import { beforeAll, expect, test } from 'vitest'
import { openTestOffice, refusal, type TestOffice } from '../../test/office.ts'
import type { Row } from '../db/index.ts'
import { money } from '../kernel/index.ts'
import { costFor, createProcessorAccount, updateProcessorAccount } from './index.ts'

let at: TestOffice
beforeAll(async () => {
  at = await openTestOffice()
})

const sealed: string[] = []
const seal = async (scope: object, recordId: string, text: string) => {
  sealed.push(text)
  return `sealed ${JSON.stringify(scope)} ${recordId}`
}
const account = {
  livemode: false,
  processor: 'stripe',
  name: 'Stripe',
  baseUrl: 'simulator:stripe',
  priority: 10,
  credentials: { secret_key: 'sk_secret' },
}

test('accounts come in the order to try them, a merchant’s own before shared ones, its mode’s only', async () => {
  const { psp, live, trial } = await at.brand('Ordning')
  const make = (parts: object) =>
    createProcessorAccount(at.office, psp, { ...account, ...parts }, seal)
  await make({ name: 'third', priority: 20 })
  await make({ name: 'second' })
  await make({ name: 'first', merchantId: live.id })
  await make({ name: 'theirs', merchantId: trial.id })
  await make({ name: 'real', livemode: true, baseUrl: 'https://api.stripe.com' })
  const names = async (merchant: Row<'merchants'>, livemode: boolean) =>
    (await at.here.processorAccountsFor(merchant, livemode, at.now())).map(({ name }) => name)
  expect(await names(live, false)).toEqual(['first', 'second', 'third'])
  expect(await names(trial, false)).toEqual(['theirs', 'second', 'third'])
  expect(await names(live, true)).toEqual(['real'])
})

test('accounts keep their credentials sealed, bound to PSP, mode and record', async () => {
  const { psp } = await at.brand('Sigill')
  const made = await createProcessorAccount(at.office, psp, account, seal)
  expect(sealed.at(-1)).toBe('{"secret_key":"sk_secret"}')
  expect(made.credentials).toBe(`sealed {"pspId":"${psp.id}","livemode":false} ${made.id}`)
})

test('an update changes what it names, and seals new credentials for the same record', async () => {
  const { psp, live } = await at.brand('Ändring')
  const made = await createProcessorAccount(at.office, psp, account, seal)
  const update = (changes: object) => updateProcessorAccount(at.office, made.id, changes, seal)
  expect(await update({ priority: 3, name: 'Stripe US' })).toMatchObject({
    ...{ priority: 3, name: 'Stripe US', status: 'active', version: 2 },
    credentials: made.credentials,
  })
  await update({ credentials: { secret_key: 'sk_newer' } })
  expect(sealed.at(-1)).toBe('{"secret_key":"sk_newer"}')
  await update({ status: 'disabled' })
  expect(await at.here.processorAccountsFor(live, false, at.now())).toEqual([])
  await expect(update({ baseUrl: 'https://api.stripe.com' })).rejects.toMatchObject({
    param: 'base_url',
  })
})

test('a name is used once, whether an account is made or renamed', async () => {
  const { psp } = await at.brand('Namne')
  await createProcessorAccount(at.office, psp, account, seal)
  const taken = 'parameter_invalid: Another processor account has this name.'
  expect(await refusal(createProcessorAccount(at.office, psp, account, seal))).toBe(taken)
  const other = await createProcessorAccount(at.office, psp, { ...account, name: 'Other' }, seal)
  expect(await refusal(updateProcessorAccount(at.office, other.id, { name: 'Stripe' }, seal))).toBe(
    taken,
  )
})

test('accounts cost what their owner says', async () => {
  const { psp } = await at.brand('Kostnad')
  const costs = [{ percent_bps: 140, fixed: { eur: 8 } }]
  const made = await createProcessorAccount(at.office, psp, { ...account, costs }, seal)
  const sale = { method: 'card', merchantCountry: 'SE', cardCountry: null }
  expect(costFor(made, { ...sale, amount: money(10_000, 'eur') })).toEqual(money(148, 'eur'))
})

test.each([
  [false, 'https://api.stripe.com'],
  [false, 'http://192.168.1.1'],
  [true, 'simulator:stripe'],
  [true, 'http://api.stripe.com'],
  [true, 'https://127.0.0.1'],
  [true, ''],
])(
  'test mode never reaches a real processor nor live mode a simulator: live %s at %s',
  async (livemode, baseUrl) => {
    const { psp } = await at.brand('Skilda')
    await expect(
      createProcessorAccount(at.office, psp, { ...account, livemode, baseUrl }, seal),
    ).rejects.toMatchObject({ param: 'base_url' })
  },
)
