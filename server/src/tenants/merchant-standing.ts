import type { Row } from '../db/index.ts'
import { refuse } from './errors.ts'
import { type Capability, capabilities, detailsOf } from './merchant-details.ts'

/** What a merchant may do at present, and what it still has to tell before it may more. */
export interface Standing {
  readonly capabilities: Readonly<Partial<Record<Capability, 'active' | 'inactive'>>>
  readonly chargesEnabled: boolean
  readonly payoutsEnabled: boolean
  /** Fields still needed, as their path in an update: `tos_acceptance.date`. */
  readonly currentlyDue: readonly string[]
  readonly disabledReason: string | null
}

/**
 * Works out a merchant's standing. In test mode whatever is asked for is had at once; a live merchant
 * first says who it is and agrees to its PSP's terms; a rejected one may do nothing.
 *
 * @param livemode the mode it wants to act in: a live merchant may try things out before it is complete
 */
export function standingOf(
  merchant: Pick<Row<'merchants'>, 'details' | 'status'>,
  livemode: boolean,
): Standing {
  const details = detailsOf(merchant)
  const currentlyDue = livemode ? missing(details) : []
  const rejected = merchant.status === 'rejected'
  const active = !rejected && currentlyDue.length === 0
  const { card_payments, transfers } = details.requested
  return {
    capabilities: Object.fromEntries(
      capabilities
        .filter((capability) => details.requested[capability])
        .map((capability) => [capability, active ? 'active' : 'inactive']),
    ),
    chargesEnabled: active && card_payments,
    payoutsEnabled: active && transfers,
    currentlyDue,
    disabledReason: rejected
      ? `rejected.${details.rejected ?? 'other'}`
      : currentlyDue.length > 0
        ? 'requirements.past_due'
        : null,
  }
}

/**
 * Refuses a merchant that may not take payments.
 * @throws {Problem} `account_rejected`, `account_incomplete`; both say why
 */
export function requireCanCharge({
  merchant,
  livemode,
}: {
  readonly merchant: Row<'merchants'>
  readonly livemode: boolean
}): void {
  const standing = standingOf(merchant, livemode)
  if (merchant.status === 'rejected') {
    throw refuse(
      'account_rejected',
      `Account '${merchant.id}' was rejected and cannot take payments.`,
    )
  }
  if (!standing.chargesEnabled) {
    const due = standing.currentlyDue
    throw refuse(
      'account_incomplete',
      due.length > 0
        ? `Account '${merchant.id}' cannot take live payments yet. Still needed: ${due.join(', ')}.`
        : `Account '${merchant.id}' has not requested the card_payments capability.`,
    )
  }
}

function missing({
  business_type,
  business_profile: profile,
  tos_acceptance: terms,
}: ReturnType<typeof detailsOf>): string[] {
  const told = {
    business_type,
    'business_profile.name': profile['name'],
    // A shop without a page of its own describes what it sells instead.
    'business_profile.url': profile['url'] ?? profile['product_description'],
    'tos_acceptance.date': terms['date'],
    'tos_acceptance.ip': terms['ip'],
  }
  return Object.entries(told)
    .filter(([, value]) => value === undefined || value === null || value === '')
    .map(([path]) => path)
}
