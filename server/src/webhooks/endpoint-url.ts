import { isIP } from 'node:net'
import type { Problem } from '../kernel/index.ts'
import { AddressRefused, publicAddresses, type Resolve } from './dial.ts'
import { refuse } from './errors.ts'
import { type AddressPolicy, bareHost, dialRefusal, portOf } from './ssrf.ts'

const longestUrl = 2_048
const lookupPatienceMs = 3_000

/**
 * Reads the URL of an endpoint.
 * @throws {Problem} `url_invalid` when it is no plain http(s) URL, is not https in live mode, carries
 * credentials, or names a host or port we do not send to
 */
export function parseEndpointUrl(text: string, livemode: boolean, policy: AddressPolicy): URL {
  if (text.length > longestUrl) throw invalid(`is longer than ${longestUrl} characters`)
  // URL forgives white space, backslashes and missing slashes; two readers of such a URL may disagree.
  const url = /^https?:\/\/[^\s\\]+$/i.test(text) ? URL.parse(text) : null
  if (url === null) throw invalid('must be a full URL, such as https://example.com/webhooks')
  if (livemode && url.protocol !== 'https:') throw invalid('must be https in live mode')
  if (url.username !== '' || url.password !== '') throw invalid('must not carry a user or password')
  const refusal = dialRefusal(url.hostname, portOf(url), policy)
  if (refusal !== undefined) throw invalid(`cannot be used: ${refusal}`)
  return url
}

/**
 * Refuses a URL whose name leads to a private address now. One that does not resolve yet, or not in
 * three seconds, is let through: every connection checks again.
 * @throws {Problem} `url_invalid`
 */
export async function refusePrivateName(
  url: URL,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<void> {
  const name = bareHost(url.hostname)
  if (isIP(name) !== 0) return
  const patience = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => patience.resolve(undefined), lookupPatienceMs)
  try {
    await Promise.race([publicAddresses(name, policy, resolve), patience.promise])
  } catch (error) {
    if (!(error instanceof AddressRefused)) return
    throw invalid('cannot be used: its name leads to an address that is not public')
  } finally {
    clearTimeout(timer)
  }
}

function invalid(what: string): Problem {
  return refuse('url_invalid', `The URL ${what}.`, 'url')
}
