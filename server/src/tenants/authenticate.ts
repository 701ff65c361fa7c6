import type { Row } from '../db/index.ts'
import type { Tenant } from './context.ts'
import type { Directory } from './directory.ts'
import { accountInvalid, refuse } from './errors.ts'
import { hashKey, type KeyKind, looksLikeKey, redactKey } from './keys.ts'
import type { Permissions } from './permissions.ts'

/** What is known of the key a request came with. */
interface Credential {
  readonly keyId: string
  /** The key as messages may quote it. */
  readonly keyHint: string
  readonly kind: KeyKind
  readonly livemode: boolean
  /** Of a restricted key; empty otherwise. */
  readonly permissions: Permissions
}

/**
 * Who asks, and for whom. `as: 'merchant'` is a merchant's own key, or a PSP's (`kind: 'psp'`) that acts
 * for one of its merchants.
 */
export type Caller =
  | (Credential & { readonly as: 'operator' })
  | (Credential & { readonly as: 'psp'; readonly psp: Row<'psps'> })
  | (Credential & {
      readonly as: 'merchant'
      readonly psp: Row<'psps'>
      readonly merchant: Row<'merchants'>
    })

/**
 * Finds out who a request is from.
 *
 * @param keyText the API key as it came, empty when none did
 * @param stripeAccount the `Stripe-Account` header: the merchant a PSP acts for
 * @throws {Problem} `api_key_missing`, `api_key_invalid`, `api_key_expired`, `live_mode_off`, `account_invalid`
 */
export async function authenticate(
  directory: Directory,
  {
    keyText,
    stripeAccount,
    now,
  }: { keyText: string; stripeAccount?: string | undefined; now: Date },
): Promise<Caller> {
  const key = await validKey(directory, keyText, now)
  const credential: Credential = {
    keyId: key.id,
    keyHint: redactKey(keyText),
    kind: key.kind as KeyKind,
    livemode: key.livemode,
    permissions: key.permissions as Permissions,
  }
  if (key.psp_id === null) {
    if (stripeAccount !== undefined) throw accountInvalid(stripeAccount, credential.keyHint)
    return { ...credential, as: 'operator' }
  }
  const psp = await directory.psp(key.psp_id, now)
  if (psp === undefined) throw new Error(`Key ${key.id} belongs to no PSP: ${key.psp_id}.`)
  const merchantId = stripeAccount ?? key.merchant_id
  if (merchantId === null) return { ...credential, as: 'psp', psp }
  if (key.merchant_id !== null && key.merchant_id !== merchantId) {
    throw accountInvalid(merchantId, credential.keyHint)
  }
  const acting = await actFor(directory, { ...credential, as: 'psp', psp }, merchantId, now)
  if (acting === undefined) throw accountInvalid(merchantId, credential.keyHint)
  return acting
}

/**
 * A PSP's caller in the name of one of its merchants.
 * @returns undefined when it has no such merchant in its mode
 */
export async function actFor(
  directory: Pick<Directory, 'merchant'>,
  caller: Extract<Caller, { as: 'psp' }>,
  merchantId: string,
  now: Date,
): Promise<Extract<Caller, { as: 'merchant' }> | undefined> {
  const merchant = await directory.merchant(merchantId, now)
  return merchant !== undefined && isVisible(merchant, caller.psp.id, caller.livemode)
    ? { ...caller, as: 'merchant', merchant }
    : undefined
}

/**
 * Whether a merchant exists for a key of this PSP and mode: live keys do not see test merchants, and a deleted
 * one nobody sees.
 */
function isVisible(
  merchant: Pick<Row<'merchants'>, 'psp_id' | 'livemode' | 'status'>,
  pspId: string,
  livemode: boolean,
): boolean {
  return (
    merchant.psp_id === pspId && (merchant.livemode || !livemode) && merchant.status !== 'deleted'
  )
}

/**
 * The tenant a caller's request is about.
 * @throws {Problem} `account_required` when a PSP or an operator did not say which merchant
 */
export function tenantOf(caller: Caller): Tenant {
  if (caller.as === 'merchant') {
    return { psp: caller.psp, merchant: caller.merchant, livemode: caller.livemode }
  }
  throw refuse(
    'account_required',
    caller.as === 'psp'
      ? 'This request is about one of your merchants: name it in a Stripe-Account header.'
      : "This request is about a merchant, and an operator's key has none. Use a PSP's or a merchant's key.",
  )
}

async function validKey(directory: Directory, text: string, now: Date): Promise<Row<'api_keys'>> {
  if (text === '') {
    throw refuse(
      'api_key_missing',
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    )
  }
  const key = looksLikeKey(text) ? await directory.key(hashKey(text), now) : undefined
  if (key === undefined) {
    throw refuse('api_key_invalid', `Invalid API Key provided: ${redactKey(text)}`)
  }
  // A revocation holds from when it is known, whatever this server's clock says of its time.
  if (key.revoked_at !== null || (key.expires_at !== null && key.expires_at <= now)) {
    throw refuse('api_key_expired', `Expired API Key provided: ${redactKey(text)}`)
  }
  if (key.livemode && key.kind !== 'operator' && !directory.liveMode) {
    throw refuse(
      'live_mode_off',
      `This installation serves test mode only (LIVE_MODE is off), and ${redactKey(text)} is a live key.`,
    )
  }
  return key
}
