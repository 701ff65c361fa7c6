import { type Row, write } from '../db/index.ts'
import { type Json, newId } from '../kernel/index.ts'
import { shown } from './context.ts'
import { badParameter, refuse } from './errors.ts'
import { hashKey, type KeyKind, keyHintOf, newKeyText } from './keys.ts'
import { type OfficeContext, officeChange } from './office.ts'
import { type Permissions, parsePermissions } from './permissions.ts'

/** Whose key: an operator's, a PSP's own, or one of a merchant. */
export type KeyOwner =
  | { readonly kind: 'operator' }
  | { readonly kind: 'psp'; readonly psp: Pick<Row<'psps'>, 'id'>; readonly livemode: boolean }
  | {
      readonly kind: 'secret' | 'publishable' | 'restricted'
      readonly merchant: Pick<Row<'merchants'>, 'id' | 'psp_id' | 'livemode'>
      readonly livemode: boolean
    }

export interface NewKey {
  /** What people call it. */
  readonly name?: string | null
  /** What a restricted key may do; only those have permissions. */
  readonly permissions?: Readonly<Record<string, string>>
  readonly expiresAt?: Date | null
}

/** A key as it was made. The text exists here and nowhere else. */
export interface MadeKey {
  readonly key: Row<'api_keys'>
  readonly text: string
}

/**
 * Makes a key. Its text is returned this once; the database keeps a hash.
 * @throws {Problem} `parameter_invalid`, naming the field; `livemode_mismatch`
 */
export async function createKey(
  ctx: OfficeContext,
  owner: KeyOwner,
  input: NewKey = {},
): Promise<MadeKey> {
  const made = newKey(owner, input, ctx.clock.now())
  const change = keyChange(made.key, { inserts: [write('api_keys', made.key)] })
  await ctx.conclude(change, shown('api_keys', made.key))
  return made
}

/** A change of a key, and of its like. An operator's key belongs to itself. */
export function keyChange(key: Row<'api_keys'>, parts: Parameters<typeof officeChange>[2]) {
  return officeChange(key.merchant_id ?? key.psp_id ?? key.id, key.livemode, parts)
}

/** Draws the key's text and fills its row. @throws {Problem} see `createKey` */
export function newKey(owner: KeyOwner, input: NewKey, now: Date): MadeKey {
  const { name = null, expiresAt = null } = input
  // Operators work in no mode: their keys count as live, the mode that test keys are kept from.
  const livemode = owner.kind === 'operator' || owner.livemode
  if ('merchant' in owner && livemode && !owner.merchant.livemode) {
    throw refuse(
      'livemode_mismatch',
      `Account '${owner.merchant.id}' was made in test mode and has no live keys.`,
    )
  }
  if (expiresAt !== null && expiresAt <= now) {
    throw badParameter('expires_at', 'A key expires in the future.')
  }
  const text = newKeyText(owner.kind, livemode)
  const key: Row<'api_keys'> = {
    id: newId('key', now.getTime()),
    hash: hashKey(text),
    version: 1,
    kind: owner.kind,
    psp_id: 'psp' in owner ? owner.psp.id : 'merchant' in owner ? owner.merchant.psp_id : null,
    merchant_id: 'merchant' in owner ? owner.merchant.id : null,
    livemode,
    name,
    hint: keyHintOf(text),
    permissions: permissionsOf(owner.kind, input.permissions),
    created_at: now,
    expires_at: expiresAt,
    revoked_at: null,
    replaced_by: null,
  }
  return { key, text }
}

function permissionsOf(kind: KeyKind, wanted: NewKey['permissions']): Json {
  const permissions: Permissions = parsePermissions(wanted ?? {})
  const any = Object.keys(permissions).length > 0
  if (kind === 'restricted' && !any) {
    throw badParameter('permissions', "A restricted key lists what it may do: 'charges: read'.")
  }
  if (kind !== 'restricted' && any) {
    throw badParameter('permissions', `Only a restricted key has permissions, not a ${kind} one.`)
  }
  return permissions
}
