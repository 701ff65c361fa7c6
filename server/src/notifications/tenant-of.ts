import type { Tenant } from '../tenants/index.ts'
import type { StoredNotification } from './model.ts'
import type { NotificationParts } from './parts.ts'

/** The merchant a reference names, if it is one of the PSP the notification came to. */
export async function tenantOf(
  { directory, clock }: NotificationParts,
  { psp_id, livemode }: StoredNotification,
  merchantId: string,
): Promise<Tenant | undefined> {
  const now = clock.now()
  const merchant = await directory.merchant(merchantId, now)
  const psp = await directory.psp(psp_id, now)
  return merchant?.psp_id === psp_id && psp !== undefined ? { psp, merchant, livemode } : undefined
}
