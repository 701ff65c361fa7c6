import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { type AddressPolicy, dialRefusal, isPublicAddress, portOf } from './ssrf.ts'

/** Finds every address of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>

/** Asks the system. */
export const systemResolve: Resolve = (name) => lookup(name, { all: true, verbatim: true })

/** A connection that was not attempted: it would have left the public internet. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

/**
 * Connects to public addresses only. A name is looked up once, all of its addresses are checked, and the
 * connection is made to these and no others: a name that changes its mind between check and connection
 * gains nothing. A host that is itself an address is never looked up and is checked before.
 *
 * @param ca certificate authorities (PEM) to trust instead of the well-known ones
 */
export function guardedConnector(
  policy: AddressPolicy,
  resolve: Resolve,
  { timeoutMs, ca }: { timeoutMs: number; ca?: string | undefined },
): buildConnector.connector {
  const guardedLookup: LookupFunction = (name, options, callback) => {
    publicAddresses(name, policy, resolve).then(
      (addresses) => {
        const [first] = addresses
        if (options.all) callback(null, [...addresses])
        else callback(null, first?.address ?? '', first?.family)
      },
      (error: Error) => callback(error, []),
    )
  }
  const dial = buildConnector({
    lookup: guardedLookup,
    timeout: timeoutMs,
    allowH2: false,
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
  })
  return (options, callback) => {
    const refusal = dialRefusal(options.hostname, portOf(options), policy)
    if (refusal === undefined) dial(options, callback)
    else callback(new AddressRefused(refusal), null)
  }
}

/**
 * Every address of a name.
 * @throws {AddressRefused} when one of them is not public; which one is not for a tenant to know
 */
export async function publicAddresses(
  name: string,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(name)
  const isPublic = addresses.every(({ address }) => isPublicAddress(address))
  if (addresses.length === 0 || !(isPublic || policy.allowPrivateAddresses)) {
    throw new AddressRefused('its name leads to an address that is not public')
  }
  return addresses
}
