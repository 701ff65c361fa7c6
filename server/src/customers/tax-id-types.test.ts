import { describe, expect, test } from 'vitest'
import { taxIdCountry, taxIdFault, taxIdTypes } from './tax-id-types.ts'

// https://docs.stripe.com/billing/customer/tax-ids#supported-tax-ids
const published: readonly (readonly [type: string, value: string, country: string | null])[] = [
  ['au_abn', '12345678912', 'AU'],
  ['br_cnpj', '01.234.456/5432-10', 'BR'],
  ['ca_gst_hst', '123456789RT0002', 'CA'],
  ['ch_vat', 'CHE-123.456.789 MWST', 'CH'],
  ['cl_tin', '12.345.678-K', 'CL'],
  ['eu_oss_vat', 'EU123456789', null],
  ['eu_vat', 'ATU12345678', 'AT'],
  ['eu_vat', 'DE123456789', 'DE'],
  ['eu_vat', 'EL123456789', 'GR'],
  ['eu_vat', 'FRAB123456789', 'FR'],
  ['eu_vat', 'IE1234567AB', 'IE'],
  ['eu_vat', 'NL123456789B12', 'NL'],
  ['eu_vat', 'SE123456789123', 'SE'],
  ['eu_vat', 'XI123456789', 'GB'],
  ['gb_vat', 'GB123456789', 'GB'],
  ['in_gst', '12ABCDE3456FGZH', 'IN'],
  ['jp_trn', 'T1234567891234', 'JP'],
  ['mx_rfc', 'ABC010203AB9', 'MX'],
  ['no_vat', '123456789MVA', 'NO'],
  ['sg_uen', '123456789F', 'SG'],
  ['us_ein', '12-3456789', 'US'],
  ['za_vat', '4123456789', 'ZA'],
]

test.each(published)('%s takes %s', (type, value, country) => {
  expect(taxIdFault(type, value)).toBeUndefined()
  expect(taxIdCountry(type, value)).toBe(country)
})

test('what is only for the eye may be left out or added, in any case', () => {
  expect(taxIdFault('us_ein', '123456789')).toBeUndefined()
  expect(taxIdFault('eu_vat', 'de 123 456 789')).toBeUndefined()
})

describe('what looks wrong is told what one looks like', () => {
  test.each([
    ['us_ein', '12-345678', 'Invalid value for us_ein. It should look like 12-3456789.'],
    ['eu_vat', 'SE12', 'Invalid value for eu_vat of SE. It should look like SE123456789012.'],
    ['gb_vat', 'FR123456789', /^Invalid value for gb_vat\. It should look like GB123456789 or /],
    ['eu_vat', 'US123456789', /^Invalid value for eu_vat\. It begins with the country: AT, BE/],
    ['ca_qst', '', /^Invalid value for ca_qst\. It should look like 1234567890TQ1234\./],
  ])('%s of %s', (type, value, fault) => {
    expect(taxIdFault(type, value)).toEqual(
      typeof fault === 'string' ? fault : expect.stringMatching(fault),
    )
  })
})

test('every type has an example that it takes itself', () => {
  for (const type of taxIdTypes.filter((each) => each !== 'eu_vat')) {
    const example = / look like (.+?)( or |\.$)/.exec(taxIdFault(type, '?') ?? '')?.[1] ?? ''
    expect([type, taxIdFault(type, example)]).toEqual([type, undefined])
  }
})
