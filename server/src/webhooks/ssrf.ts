import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Where webhooks may go. Both are for an installation whose merchants are its own people: a test, a demo. */
export interface AddressPolicy {
  /** This machine and private networks too. */
  readonly allowPrivateAddresses: boolean
  /** Any port past 1024, not the usual web ports only. */
  readonly allowHighPorts: boolean
}

const webPorts = [80, 443, 8080, 8443]

/** Names that mean this machine or this network wherever they are asked for (RFC 6761, 6762, 8375). */
const privateSuffixes = ['localhost', 'local', 'localdomain', 'internal', 'intranet', 'home.arpa']

/** Public addresses that only a machine in that cloud reaches: its control plane. */
const cloudServices = ['168.63.129.16']

/**
 * Why nothing may be sent to this host and port, or `undefined` when it may be. A name that passes still
 * has to be looked up, and each address it has to pass too.
 *
 * @param host as `URL` writes it, with or without brackets: octal, hex and short forms are dotted by then
 */
export function dialRefusal(host: string, port: number, policy: AddressPolicy): string | undefined {
  if (!webPorts.includes(port) && !(policy.allowHighPorts && port > 1024)) {
    return `port ${port} is not one webhooks are sent to (${webPorts.join(', ')})`
  }
  if (policy.allowPrivateAddresses) return undefined
  const bare = bareHost(host)
  if (isIP(bare) !== 0) {
    return isPublicAddress(bare) ? undefined : 'its host is not a public address'
  }
  return isPublicName(bare) ? undefined : 'its host is not a public name'
}

/**
 * Whether an address is one that anybody on the internet reaches, and reaches the same machine by.
 * Everything special is refused, and so is every IPv6 form that carries an IPv4 address within.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast' || cloudServices.includes(parsed.toString())) return false
  // Global unicast is 2000::/3 (RFC 4291); what lies outside is unassigned, or IPv4 in disguise.
  return parsed instanceof ipaddr.IPv4 || (parsed.parts[0] ?? 0) >> 13 === 1
}

/** A host without the brackets an IPv6 address has in a URL. */
export function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

/** The port a URL means. */
export function portOf({ port, protocol }: { port: string; protocol: string }): number {
  return Number(port || (protocol === 'https:' ? 443 : 80))
}

function isPublicName(name: string): boolean {
  const dotted = name.toLowerCase().replace(/\.$/, '')
  if (!dotted.includes('.')) return false
  return !privateSuffixes.some((suffix) => dotted === suffix || dotted.endsWith(`.${suffix}`))
}
