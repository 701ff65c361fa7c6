import { timingSafeEqual } from 'node:crypto'
import { type Caller, requirePermission, tenantOf } from '../tenants/index.ts'
import type { Endpoint } from './endpoint.ts'
import type { Kind, Reader } from './kinds.ts'
import { noSuch, refuse } from './refusals.ts'
import { rowsById } from './rows-store.ts'

/**
 * Refuses a caller who may not call an endpoint at all, whatever it is about.
 * @throws {Problem} `account_required`, `level_mismatch`, `secret_key_required`, `permission_denied`
 */
export function requireAccess(caller: Caller, { access, levels }: Endpoint): void {
  if (!levels.includes(caller.as)) {
    if (levels.includes('merchant')) tenantOf(caller)
    throw refuse('level_mismatch', `This request needs ${levels.map(keyOf).join(' or ')}.`)
  }
  requirePermission(caller, {
    resource: access.resource,
    access: access.verb,
    browser: access.publishable !== false,
  })
}

function keyOf(level: Endpoint['levels'][number]): string {
  switch (level) {
    case 'operator':
      return "an operator's key"
    case 'psp':
      return "a PSP's key and no Stripe-Account header"
    case 'merchant':
      return "a merchant's key"
  }
}

/**
 * Lets a browser at an object only with the object's own secret. A wrong secret and an object that does not
 * exist are told alike.
 *
 * @throws {Problem} `parameter_missing`, `resource_missing`
 */
export async function requireClientSecret(
  reader: Reader,
  { returns, path }: Pick<Endpoint, 'returns' | 'path'>,
  params: Readonly<Record<string, string>>,
  given: string | undefined,
): Promise<void> {
  const kind = 'one' in returns ? (returns.one as Kind) : undefined
  const [param, id] = Object.entries(params)[0] ?? []
  if (kind?.table === undefined || param === undefined || id === undefined) {
    throw new Error(`${path} asks browsers for a client_secret and names no object that has one.`)
  }
  if (given === undefined) {
    throw refuse('parameter_missing', 'Missing required param: client_secret.', {
      param: 'client_secret',
    })
  }
  const [row] = await rowsById(reader, kind, [id])
  if (row === undefined || !('client_secret' in row) || !isSame(row.client_secret, given)) {
    throw noSuch(kind.object, id, param)
  }
}

function isSame(wanted: string, given: string): boolean {
  const [left, right] = [Buffer.from(wanted), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
