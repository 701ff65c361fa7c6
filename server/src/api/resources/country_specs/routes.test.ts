import { beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})

const ask = (path: string, params = {}, key = api.keys.secret) =>
  api.ask('GET', path, { key, params })
const ids = ({ body }: { body: { data: { id: string }[] } }) => body.data.map(({ id }) => id).join()

test('a country says what its merchants can do and must tell', async () => {
  const { body } = await ask('/v1/country_specs/SE')
  expect(body).toMatchObject({
    id: 'SE',
    object: 'country_spec',
    default_currency: 'sek',
    supported_bank_account_currencies: { sek: ['SE'] },
    supported_payment_methods: ['card'],
  })
  expect(body.supported_payment_currencies).toContain('eur')
  expect(body.verification_fields.company.minimum).toContain('tos_acceptance.date')
})

test('a PSP may look too, and a country without merchants is unknown', async () => {
  expect((await ask('/v1/country_specs/US', {}, api.keys.psp)).status).toBe(200)
  const { status, body } = await ask('/v1/country_specs/XX')
  expect([status, body.error.message]).toEqual([404, "No such country_spec: 'XX'"])
})

test('the list pages both ways', async () => {
  const first = await ask('/v1/country_specs', { limit: 3 })
  expect(Object.keys(first.body)).toEqual(['object', 'data', 'has_more', 'url'])
  expect([ids(first), first.body.has_more, first.body.url]).toEqual([
    'AE,AR,AT',
    true,
    '/v1/country_specs',
  ])
  const next = await ask('/v1/country_specs', { limit: 2, starting_after: 'AT' })
  expect(ids(next)).toBe('AU,BE')
  const back = await ask('/v1/country_specs', { limit: 2, ending_before: 'AT' })
  expect([ids(back), back.body.has_more]).toEqual(['AE,AR', false])
  const last = await ask('/v1/country_specs', { limit: 100 })
  expect(last.body.has_more).toBe(false)
  const lost = await ask('/v1/country_specs', { starting_after: 'XX' })
  expect([lost.status, lost.body.error.param]).toEqual([400, 'starting_after'])
  const both = await ask('/v1/country_specs', { starting_after: 'AT', ending_before: 'AU' })
  expect(both.body.error.message).toContain('Received both starting_after and ending_before')
})
