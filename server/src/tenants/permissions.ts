import { badParameter, refuse } from './errors.ts'
import type { KeyKind } from './keys.ts'

/** What a restricted key can be let at: the API's resources. */
const resources = [
  'accounts',
  'api_keys',
  'balance',
  'balance_transactions',
  'charges',
  'country_specs',
  'customers',
  'disputes',
  'events',
  'files',
  'ledger',
  'payment_intents',
  'payment_methods',
  'processor_accounts',
  'psps',
  'refunds',
  'setup_intents',
  'sources',
  'tokens',
  'webhook_endpoints',
] as const
export type Resource = (typeof resources)[number]

/** `write` includes `read`. */
export type Access = 'read' | 'write'
export type Permissions = Readonly<Partial<Record<Resource, Access>>>

/**
 * Refuses a caller whose key may not do this. A secret or PSP key may do everything; a restricted one
 * what it lists; a publishable one only what a browser may.
 *
 * @param browser whether a payer's browser is meant to make this call
 * @throws {Problem} `secret_key_required`, `permission_denied`
 */
export function requirePermission(
  caller: {
    readonly kind: KeyKind
    readonly keyHint: string
    readonly permissions: Permissions
  },
  { resource, access, browser = false }: { resource: Resource; access: Access; browser?: boolean },
): void {
  if (caller.kind === 'publishable' && !browser) {
    throw refuse(
      'secret_key_required',
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys in your dashboard.',
    )
  }
  if (caller.kind === 'restricted' && !includes(caller.permissions[resource], access)) {
    throw refuse(
      'permission_denied',
      `The provided key '${caller.keyHint}' does not have the required permissions for this endpoint. Having the '${resource}: ${access}' permission would allow this request to continue.`,
    )
  }
}

/**
 * Reads the permissions wanted for a restricted key.
 * @throws {Problem} `parameter_invalid`, naming a resource or access that does not exist
 */
export function parsePermissions(wanted: Readonly<Record<string, string>>): Permissions {
  const permissions: Partial<Record<Resource, Access>> = {}
  for (const [name, access] of Object.entries(wanted)) {
    const resource = resources.find((known) => known === name)
    const param = `permissions[${name}]`
    if (resource === undefined) {
      throw badParameter(
        param,
        `There is no resource '${name}'. There are: ${resources.join(', ')}.`,
      )
    }
    if (access !== 'read' && access !== 'write') {
      throw badParameter(param, `A permission is 'read' or 'write', not '${access}'.`)
    }
    permissions[resource] = access
  }
  return permissions
}

function includes(granted: Access | undefined, wanted: Access): boolean {
  return granted === 'write' || granted === wanted
}
