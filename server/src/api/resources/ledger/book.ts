import type { Book } from '../../../ledger/index.ts'
import type { Tenant } from '../../../tenants/index.ts'

/** The book a request is about: its merchant's, in its mode. */
export function bookOf({ tenant }: { readonly tenant: Tenant }): Book {
  return { merchant_id: tenant.merchant.id, livemode: tenant.livemode }
}
