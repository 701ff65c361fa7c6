import { z } from 'zod'
import { merchantCountries } from '../../../tenants/index.ts'
import { plain, plainList } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { listParams } from '../../list-params.ts'
import { pageOf } from '../../plain-pages.ts'
import { noSuch } from '../../refusals.ts'
import { countrySpecOf, countrySpecType } from './view.ts'

const access = {
  resource: 'country_specs',
  verb: 'read',
  publishable: false,
  level: ['merchant', 'psp'],
} as const

const listCountrySpecs = endpoint({
  method: 'GET',
  path: '/v1/country_specs',
  summary: 'List the countries merchants can be in',
  tag: 'Country specs',
  access,
  returns: { list: countrySpecType },
  query: z.strictObject(listParams),
  async handle(_ctx, { query }) {
    const { items, hasMore } = pageOf('country_spec', merchantCountries, query)
    return plainList(
      items.flatMap((country) => countrySpecOf(country) ?? []),
      hasMore,
    )
  },
})

const retrieveCountrySpec = endpoint({
  method: 'GET',
  path: '/v1/country_specs/:country',
  summary: 'Retrieve what merchants of a country can do',
  tag: 'Country specs',
  access,
  returns: { one: countrySpecType },
  async handle(_ctx, { params }) {
    const spec = countrySpecOf(params.country)
    if (spec === undefined) throw noSuch('country_spec', params.country, 'country')
    return plain(spec)
  },
})

export const countrySpecEndpoints = [listCountrySpecs, retrieveCountrySpec]
