import { randomText } from '../kernel/index.ts'
import type { Tenant } from '../tenants/index.ts'

/** Whose secret it is; sealed text opens nowhere else. */
export interface SealScope {
  readonly pspId: string
  readonly merchantId: string
  readonly livemode: boolean
}

/** The vault's way with secrets, as this folder needs it. */
export interface Seal {
  sealSecret(scope: SealScope, recordId: string, text: string): Promise<string>
  openSecret(scope: SealScope, recordId: string, sealed: string): Promise<string>
}

/** The scope of a tenant's own records. */
export function sealScope({ psp, merchant, livemode }: Tenant): SealScope {
  return { pspId: psp.id, merchantId: merchant.id, livemode }
}

/** A new signing secret: 190 random bits. */
export function newSecret(): string {
  return `whsec_${randomText(32)}`
}
