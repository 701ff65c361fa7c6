import type { Tenant } from '../../tenants/index.ts'
import type { Api } from '../api.ts'

/** The merchant and mode an address for payers names (`acct_…`, `test` or `live`); undefined when there is none. */
export async function tenantAt(
  { clock, parts: { directory } }: Api,
  { merchant: id, mode }: { readonly merchant: string; readonly mode: string },
): Promise<Tenant | undefined> {
  if (mode !== 'test' && mode !== 'live') return undefined
  const now = clock.now()
  const merchant = await directory.merchant(id, now)
  const psp = merchant && (await directory.psp(merchant.psp_id, now))
  return merchant === undefined || psp === undefined
    ? undefined
    : { psp, merchant, livemode: mode === 'live' }
}
