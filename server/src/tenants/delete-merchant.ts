import type { Row } from '../db/index.ts'
import { refuse } from './errors.ts'
import type { OfficeContext } from './office.ts'
import { type MerchantTarget, replaceMerchant } from './replace-merchant.ts'

/**
 * Deletes a merchant made in test mode: nobody sees it or acts for it any more, and its keys end with it.
 * Its rows stay, since the ledger names them.
 * @throws {Problem} `livemode_mismatch`, `account_undeletable` for a live one, whose books must be kept
 */
export function deleteMerchant(
  ctx: OfficeContext,
  target: MerchantTarget,
): Promise<Row<'merchants'>> {
  return replaceMerchant(ctx, target, (current) => {
    if (current.livemode) {
      throw refuse(
        'account_undeletable',
        `Account '${current.id}' is a live account and cannot be deleted. Reject it to stop it from taking payments.`,
      )
    }
    return { ...current, status: 'deleted' }
  })
}
