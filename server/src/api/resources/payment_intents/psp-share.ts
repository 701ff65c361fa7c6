import { z } from 'zod'
import type { MerchantContext } from '../../context.ts'
import type { NamedAccount } from '../../endpoint.ts'
import { noSuch, refuse } from '../../refusals.ts'
import { clearable, id, integer, optional, unsupported, unsupportedAll } from '../../wire/index.ts'

/*
 * What a PSP takes of its merchant's payment, and the parameters that name the merchant. A payment is always
 * the merchant's own, so these can only name the one that is paid.
 */

const instead =
  'The merchant gets all that is not the PSP’s: say the PSP’s share in `application_fee_amount`.'

/** In minor units; 0 takes nothing. */
const applicationFee = () => integer({ min: 0 })

/** What a new payment says of who is paid. */
export const newShare = {
  application_fee_amount: optional(applicationFee()),
  on_behalf_of: optional(id('acct')),
  transfer_data: optional(
    z.strictObject({
      destination: id('acct'),
      amount: optional(unsupported(instead)),
      ...unsupportedAll(['description', 'metadata', 'payment_data'], 'No transfer is made.'),
    }),
  ),
}

/** What may still be said of it later: who is paid stands. */
export const laterShare = {
  application_fee_amount: optional(applicationFee()),
  transfer_data: optional(unsupported(instead)),
}

/** The same for an intent that is not paid yet, whose fee may be taken back. */
export const openShare = {
  ...laterShare,
  application_fee_amount: optional(clearable(applicationFee())),
}

interface Share {
  readonly application_fee_amount?: number | null
  readonly on_behalf_of?: string
  readonly transfer_data?: { readonly destination: string }
}

/** The merchant a payment names. */
export function accountNamed({ on_behalf_of, transfer_data }: Share): NamedAccount | undefined {
  if (transfer_data !== undefined) {
    const param = 'transfer_data[destination]'
    return { id: transfer_data.destination, object: 'destination', param }
  }
  return on_behalf_of === undefined ? undefined : behalf(on_behalf_of)
}

const behalf = (account: string): NamedAccount => ({
  ...{ id: account, object: 'on_behalf_of', param: 'on_behalf_of' },
})

/**
 * Refuses an application fee from a merchant's own key, and any account but the one that is paid.
 *
 * @param object what is paid, in Stripe's words for it
 * @throws {Problem} `parameter_missing`; `resource_missing`: a stranger's account is told as one that never was
 */
export function requireShare(
  { caller, tenant }: Pick<MerchantContext, 'caller' | 'tenant'>,
  share: Share,
  object: keyof typeof feeRefusals = 'payment_intent',
): void {
  const { application_fee_amount: fee, on_behalf_of } = share
  if (fee != null && caller.kind !== 'psp') {
    throw refuse('parameter_missing', feeRefusals[object], { param: 'application_fee_amount' })
  }
  const named = [accountNamed(share), on_behalf_of === undefined ? undefined : behalf(on_behalf_of)]
  for (const account of named) {
    if (account !== undefined && account.id !== tenant.merchant.id) {
      throw noSuch(account.object, account.id, account.param)
    }
  }
}

const feeRefusals = {
  payment_intent:
    'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).',
  charge:
    'Can only apply an application_fee when the request is made on behalf of another account (using an OAuth key, the Stripe-Account header, or the destination parameter).',
} as const

/**
 * Refuses to return an application fee to whoever does not have it.
 * @throws {Problem} `parameter_invalid`
 */
export function requireFeeOwner(
  { caller }: Pick<MerchantContext, 'caller'>,
  { refund_application_fee }: { readonly refund_application_fee?: boolean },
): void {
  if (refund_application_fee !== true || caller.kind === 'psp') return
  throw refuse(
    'parameter_invalid',
    'An application fee can be refunded only by the PSP that took it: leave `refund_application_fee` out, or use its key.',
    { param: 'refund_application_fee' },
  )
}
