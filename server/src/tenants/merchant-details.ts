import type { Row } from '../db/index.ts'
import type { Json } from '../kernel/index.ts'
import { badParameter } from './errors.ts'

type Fields = Readonly<Record<string, Json>>

/** What a merchant tells of itself, as Stripe's account object names it. Kept in `merchants.details`. */
export interface MerchantDetails {
  readonly type: 'standard' | 'express' | 'custom' | 'none'
  /** How much of a console it works in; null for what goes with its type. */
  readonly dashboard: Dashboard | null
  readonly business_type: BusinessType | null
  readonly business_profile: Fields
  readonly company: Fields | null
  readonly individual: Fields | null
  /** What it asked to be let do. Whether it may is worked out, never stored. */
  readonly requested: Readonly<Record<Capability, boolean>>
  readonly settings: Fields
  readonly tos_acceptance: Fields
  readonly rejected: RejectReason | null
}

export const dashboards = ['full', 'express', 'none'] as const
export type Dashboard = (typeof dashboards)[number]
export type BusinessType = 'individual' | 'company' | 'non_profit' | 'government_entity'
export const capabilities = ['card_payments', 'transfers'] as const
export type Capability = (typeof capabilities)[number]
export const rejectReasons = ['fraud', 'terms_of_service', 'other'] as const
export type RejectReason = (typeof rejectReasons)[number]

/** Details as sent: objects are merged into what is there, null takes a value away. */
export interface DetailsInput {
  readonly type?: MerchantDetails['type']
  readonly dashboard?: Dashboard
  readonly business_type?: BusinessType | null
  readonly business_profile?: Fields
  readonly company?: Fields
  readonly individual?: Fields
  readonly capabilities?: Readonly<Partial<Record<Capability, { readonly requested: boolean }>>>
  readonly settings?: Fields
  readonly tos_acceptance?: Fields
}

const nothingYet: MerchantDetails = {
  type: 'none',
  dashboard: null,
  business_type: null,
  business_profile: {},
  company: null,
  individual: null,
  requested: { card_payments: true, transfers: true },
  settings: {},
  tos_acceptance: {},
  rejected: null,
}

export function detailsOf(merchant: Pick<Row<'merchants'>, 'details'>): MerchantDetails {
  return { ...nothingYet, ...(merchant.details as unknown as Partial<MerchantDetails>) }
}

/**
 * Pure: a merchant's details after an update. Numbers that identify a person or company to the state
 * are not kept, only that they were given.
 * @throws {Problem} `parameter_invalid`, naming the field
 */
export function mergeDetails(
  input: DetailsInput,
  current: MerchantDetails = nothingYet,
): MerchantDetails {
  const { business_profile, company, individual, settings, tos_acceptance } = input
  const requested = { ...current.requested }
  for (const capability of capabilities) {
    requested[capability] =
      input.capabilities?.[capability]?.requested ?? requested[capability] ?? false
  }
  const merged: MerchantDetails = {
    ...current,
    type: input.type ?? current.type,
    dashboard: input.dashboard ?? current.dashboard,
    business_type: input.business_type === undefined ? current.business_type : input.business_type,
    business_profile: mergeFields(current.business_profile, business_profile ?? {}),
    company: company
      ? mergeFields(current.company ?? {}, withoutNumbers(company))
      : current.company,
    individual: individual
      ? mergeFields(current.individual ?? {}, withoutNumbers(individual))
      : current.individual,
    requested,
    settings: mergeFields(current.settings, settings ?? {}),
    tos_acceptance: mergeFields(current.tos_acceptance, tos_acceptance ?? {}),
  }
  checkDescriptor(merged.settings)
  return merged
}

/** The text a payer's bank statement shows unless a payment says otherwise; undefined when there is none. */
export function statementDescriptorOf(
  merchant: Pick<Row<'merchants'>, 'details'>,
): string | undefined {
  const descriptor = fieldsOf(detailsOf(merchant).settings['payments'])['statement_descriptor']
  return typeof descriptor === 'string' ? descriptor : undefined
}

const identifying = ['id_number', 'ssn_last_4', 'tax_id', 'vat_id', 'registration_number']

function withoutNumbers(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) =>
      identifying.includes(name) ? [`${name}_provided`, value !== null] : [name, value],
    ),
  )
}

function mergeFields(current: Fields, update: Fields): Fields {
  const merged: Record<string, Json> = { ...current }
  for (const [name, value] of Object.entries(update)) {
    merged[name] = isFields(value) ? mergeFields(fieldsOf(merged[name]), value) : value
  }
  return merged
}

/** Card networks' rule: 5 to 22 Latin characters, a letter among them, none of `< > \ ' " *`. */
function checkDescriptor(settings: Fields): void {
  const descriptor = fieldsOf(settings['payments'])['statement_descriptor']
  if (descriptor === undefined || descriptor === null) return
  if (
    typeof descriptor !== 'string' ||
    !/^(?=.*[A-Za-z])[ -~]{5,22}$/.test(descriptor) ||
    /[<>\\'"*]/.test(descriptor)
  ) {
    throw badParameter(
      'settings[payments][statement_descriptor]',
      'A statement descriptor has 5 to 22 Latin characters, with a letter among them and none of < > \\ \' " *.',
    )
  }
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {}
}
