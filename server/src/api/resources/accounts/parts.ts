import type { Row } from '../../../db/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import type { MerchantDetails, Standing } from '../../../tenants/index.ts'

type Fields = Readonly<Record<string, unknown>>

/** Every field of these names, null where a merchant has not told it. */
export function told(fields: Fields, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]))
}

/** A postal address with all its lines, or null. */
function address(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  return told(value as Fields, ['city', 'country', 'line1', 'line2', 'postal_code', 'state'])
}

export function businessProfileWire(profile: MerchantDetails['business_profile']) {
  const monthly = profile['monthly_estimated_revenue']
  return {
    ...told(profile, [
      ...['annual_revenue', 'estimated_worker_count', 'mcc'],
      ...['minority_owned_business_designation', 'name', 'product_description'],
      ...['specified_commercial_transactions_act_url', 'support_email', 'support_phone'],
      ...['support_url', 'url'],
    ]),
    ...(monthly ? { monthly_estimated_revenue: monthly } : {}),
    support_address: address(profile['support_address']),
  }
}

/** Fields a company or person may have told; those it has not are left out, as their types want it. */
function present(fields: Fields, addresses: readonly string[]): Record<string, unknown> {
  const wire: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    const shown = addresses.includes(name) ? address(value) : value
    if (shown !== null) wire[name] = shown
  }
  return wire
}

export function companyWire(company: Fields) {
  return {
    ...present(company, ['address']),
    name: company['name'] ?? null,
    phone: company['phone'] ?? null,
    tax_id_provided: company['tax_id_provided'] === true,
    vat_id_provided: company['vat_id_provided'] === true,
  }
}

/** The person a merchant is, as Stripe's clients know people: there is one, and its id follows from its account's. */
export function individualWire(merchant: Row<'merchants'>, individual: Fields) {
  return {
    id: `person_${merchant.id.slice('acct_'.length)}`,
    object: 'person',
    account: merchant.id,
    created: unixSeconds(merchant.created_at),
    ...present(individual, ['address', 'registered_address']),
    id_number_provided: individual['id_number_provided'] === true,
    ssn_last_4_provided: individual['ssn_last_4_provided'] === true,
  }
}

/** What is still needed of a merchant. */
export function requirementsWire({ currentlyDue, disabledReason }: Standing) {
  return {
    ...nothingRequired,
    currently_due: currentlyDue,
    disabled_reason: disabledReason,
    eventually_due: currentlyDue,
    past_due: currentlyDue,
  }
}

export const nothingRequired = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
} as const

export function settingsWire({ settings, business_profile }: MerchantDetails) {
  const branding = (settings['branding'] ?? {}) as Fields
  const payments = (settings['payments'] ?? {}) as Fields
  return {
    branding: told(branding, ['icon', 'logo', 'primary_color', 'secondary_color']),
    card_payments: {
      // What a failed check means is the issuer's and the processor's to say: nothing is declined for it here.
      decline_on: { avs_failure: false, cvc_failure: false },
      ...told({}, [
        ...['statement_descriptor_prefix', 'statement_descriptor_prefix_kana'],
        ...['statement_descriptor_prefix_kanji'],
      ]),
    },
    dashboard: { display_name: business_profile['name'] ?? null, timezone: 'Etc/UTC' },
    payments: told(payments, [
      ...['statement_descriptor', 'statement_descriptor_kana', 'statement_descriptor_kanji'],
      ...['statement_descriptor_prefix_kana', 'statement_descriptor_prefix_kanji'],
    ]),
  }
}
