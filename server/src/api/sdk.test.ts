import Stripe from 'stripe'
import Stripe20 from 'stripe-20'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { merchantCountries } from '../tenants/index.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})

const options = () => {
  const { hostname, port } = new URL(api.url)
  return { host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 } as const
}

describe.each([
  ['the latest', () => new Stripe(api.keys.secret, options())],
  ['one three majors older', () => new Stripe20(api.keys.secret, options())],
])('the official client, %s', (_name, open) => {
  test('reads an object, with what the headers say of it', async () => {
    const spec = await open().countrySpecs.retrieve('SE')
    expect(spec).toMatchObject({ id: 'SE', object: 'country_spec' })
    expect(spec.lastResponse.requestId).toMatch(/^req_/)
    expect(spec.lastResponse.apiVersion).toMatch(/^20\d\d-/)
  })

  test('pages through a list by itself, both ways', async () => {
    const forward: string[] = []
    for await (const { id } of open().countrySpecs.list({ limit: 7 })) forward.push(id)
    expect(forward).toEqual(merchantCountries)
    const back: string[] = []
    const from = { limit: 7, ending_before: 'ZA' }
    for await (const { id } of open().countrySpecs.list(from)) back.push(id)
    expect(back).toEqual(merchantCountries.filter((id) => id !== 'ZA').reverse())
  })

  test('throws the error class of each refusal', async () => {
    const refused = (work: Promise<unknown>) =>
      work.then(
        () => 'not refused',
        (error: Stripe.errors.StripeError) => `${error.type} ${error.code} ${error.param}`,
      )
    expect(await refused(open().countrySpecs.retrieve('XX'))).toBe(
      'StripeInvalidRequestError resource_missing country',
    )
    expect(await refused(open().events.list({ limit: 0 }))).toBe(
      'StripeInvalidRequestError parameter_invalid_integer limit',
    )
    expect(await refused(open().events.list({}, { apiKey: 'sk_test_wrong' }))).toBe(
      'StripeAuthenticationError undefined undefined',
    )
    expect(await refused(open().events.list({}, { apiKey: api.keys.publishable }))).toBe(
      'StripePermissionError secret_key_required undefined',
    )
  })
})
