import type { Row } from '../../../db/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { detailsOf, type MerchantDetails, standingOf } from '../../../tenants/index.ts'
import { kind, type Reader } from '../../kinds.ts'
import { account } from './account.ts'
import {
  businessProfileWire,
  companyWire,
  individualWire,
  nothingRequired,
  requirementsWire,
  settingsWire,
  told,
} from './parts.ts'
import { visibleMerchants } from './visible-store.ts'

/**
 * A merchant, as Stripe's account. What it may do is told for the mode the reader asks in: a live merchant
 * may try everything in test mode before it has told all it must.
 */
export const accountKind = kind({
  table: 'merchants',
  object: 'account',
  prefix: 'acct',
  schema: account,
  expandable: { 'settings.branding.icon': null, 'settings.branding.logo': null },
  visible: visibleMerchants,
  gather: async ({ scope }: Reader, rows: readonly Row<'merchants'>[]) =>
    new Map(rows.map(({ id }) => [id, scope.livemode])),
  view(row, _viewing, livemode = row.livemode) {
    const details = detailsOf(row)
    const standing = standingOf(row, livemode)
    return {
      id: row.id,
      object: 'account',
      business_profile: businessProfileWire(details.business_profile),
      business_type: details.business_type,
      capabilities: standing.capabilities,
      charges_enabled: standing.chargesEnabled,
      ...(details.company === null ? {} : { company: companyWire(details.company) }),
      controller: controllerWire(details),
      country: row.country,
      created: unixSeconds(row.created_at),
      default_currency: row.default_currency,
      details_submitted: standing.currentlyDue.length === 0,
      email: row.email,
      external_accounts: {
        object: 'list',
        data: [],
        has_more: false,
        url: `/v1/accounts/${row.id}/external_accounts`,
      },
      future_requirements: nothingRequired,
      ...(details.individual === null
        ? {}
        : { individual: individualWire(row, details.individual) }),
      metadata: row.metadata,
      payouts_enabled: standing.payoutsEnabled,
      pricing: row.pricing,
      requirements: requirementsWire(standing),
      settings: settingsWire(details),
      tos_acceptance: {
        ...told(details.tos_acceptance, ['date', 'ip', 'user_agent']),
        ...(details.tos_acceptance['service_agreement']
          ? { service_agreement: details.tos_acceptance['service_agreement'] }
          : {}),
      },
      type: details.type,
    }
  },
})

/** Its PSP answers for a merchant, whatever kind of account it is. */
function controllerWire({ type, dashboard }: MerchantDetails) {
  return {
    fees: { payer: 'application' },
    is_controller: true,
    losses: { payments: 'application' },
    requirement_collection: 'application',
    stripe_dashboard: { type: dashboard ?? dashboardOf[type] },
    type: 'application',
  }
}

const dashboardOf = { standard: 'full', express: 'express', custom: 'none', none: 'none' } as const
