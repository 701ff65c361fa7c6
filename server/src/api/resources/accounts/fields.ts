import { z } from 'zod'
import {
  address,
  boolean,
  clearable,
  currency,
  email,
  enumeration,
  integer,
  list,
  optional,
  pattern,
  text,
  unsupportedAll,
} from '../../wire/index.ts'

const line = optional(clearable(text()))
const addressPart = optional(address())
const japanese = 'Names and addresses are written in one script.'

/** What a business is and how its customers reach it. */
export const businessProfile = z.strictObject({
  annual_revenue: optional(
    z.strictObject({
      amount: integer({ min: 0 }),
      currency: currency(),
      fiscal_year_end: pattern(
        /^\d{4}-\d{2}-\d{2}$/,
        (param) => `Invalid ${param}: a date such as 2026-12-31`,
      ),
    }),
  ),
  estimated_worker_count: optional(integer({ min: 0, max: 100_000_000 })),
  mcc: optional(
    clearable(pattern(/^\d{4}$/, (param) => `Invalid ${param}: a merchant category has 4 digits`)),
  ),
  minority_owned_business_designation: optional(
    list(
      enumeration([
        ...['lgbtqi_owned_business', 'minority_owned_business', 'none_of_these_apply'],
        ...['prefer_not_to_answer', 'women_owned_business'],
      ]),
    ),
  ),
  monthly_estimated_revenue: optional(
    z.strictObject({ amount: integer({ min: 0 }), currency: currency() }),
  ),
  name: line,
  product_description: line,
  specified_commercial_transactions_act_url: line,
  support_address: addressPart,
  support_email: optional(clearable(email())),
  support_phone: line,
  support_url: line,
  url: line,
})

const structures = [
  ...['free_zone_establishment', 'free_zone_llc', 'government_instrumentality'],
  ...['governmental_unit', 'incorporated_non_profit', 'incorporated_partnership'],
  ...['limited_liability_partnership', 'llc', 'multi_member_llc', 'private_company'],
  ...['private_corporation', 'private_partnership', 'public_company', 'public_corporation'],
  ...['public_partnership', 'registered_charity', 'single_member_llc', 'sole_establishment'],
  ...['sole_proprietorship', 'tax_exempt_government_instrumentality'],
  ...['unincorporated_association', 'unincorporated_non_profit', 'unincorporated_partnership'],
] as const

/** A company. Of the numbers the state knows it by, only that they were given is kept. */
export const company = z.strictObject({
  address: addressPart,
  directors_provided: optional(boolean()),
  executives_provided: optional(boolean()),
  name: line,
  owners_provided: optional(boolean()),
  phone: line,
  registration_number: line,
  structure: optional(clearable(enumeration(structures))),
  tax_id: line,
  tax_id_registrar: line,
  vat_id: line,
  ...unsupportedAll(['address_kana', 'address_kanji', 'name_kana', 'name_kanji'], japanese),
  ...unsupportedAll([
    ...['administrative_address', 'directorship_declaration', 'export_license_id'],
    ...['export_purpose_code', 'ownership_declaration', 'ownership_exemption_reason'],
    ...['physical_address', 'principal_place_of_business', 'registration_date'],
    ...['representative_declaration', 'verification'],
  ] as const),
})

/** The person a sole trader is, kept under the same rule. */
export const individual = z.strictObject({
  address: addressPart,
  dob: optional(
    clearable(
      z.strictObject({
        day: integer({ min: 1, max: 31 }),
        month: integer({ min: 1, max: 12 }),
        year: integer({ min: 1900, max: 2100 }),
      }),
    ),
  ),
  email: optional(clearable(email())),
  first_name: line,
  full_name_aliases: optional(clearable(list(text()))),
  gender: line,
  id_number: line,
  last_name: line,
  maiden_name: line,
  phone: line,
  political_exposure: optional(enumeration(['none', 'existing'])),
  registered_address: addressPart,
  ssn_last_4: line,
  ...unsupportedAll(
    [
      ...['address_kana', 'address_kanji', 'first_name_kana', 'first_name_kanji'],
      ...['last_name_kana', 'last_name_kanji'],
    ] as const,
    japanese,
  ),
  ...unsupportedAll(['id_number_secondary', 'metadata', 'relationship', 'verification']),
})

const color = optional(
  clearable(pattern(/^#[0-9a-fA-F]{6}$/, (param) => `Invalid ${param}: a color such as #635bff`)),
)

/** How a merchant is shown to its payers. */
export const settings = z.strictObject({
  branding: optional(
    z.strictObject({
      primary_color: color,
      secondary_color: color,
      ...unsupportedAll(['icon', 'logo']),
    }),
  ),
  payments: optional(
    z.strictObject({
      statement_descriptor: line,
      ...unsupportedAll(['statement_descriptor_kana', 'statement_descriptor_kanji'], japanese),
    }),
  ),
  ...unsupportedAll([
    ...['bacs_debit_payments', 'card_issuing', 'card_payments', 'invoices', 'payouts'],
    ...['paypay_payments', 'sepa_debit_payments', 'treasury'],
  ] as const),
})
