import type { Adapter } from './adapter.ts'
import { adyen } from './adapters/adyen/index.ts'
import { stripe } from './adapters/stripe/index.ts'

/** Every processor there is: one line each. */
const adapters: Readonly<Record<string, Adapter>> = {
  adyen,
  stripe,
}

/** Names of the processors an account can be at, in alphabetical order. */
export const processorNames: readonly string[] = Object.keys(adapters).sort()

/**
 * The adapter of a processor named in a stored account.
 * @throws {Error} when there is none: whoever stored the account checks the name first
 */
export function adapterFor(name: string): Adapter {
  const adapter = Object.hasOwn(adapters, name) ? adapters[name] : undefined
  if (adapter === undefined) throw new Error(`No processor is called '${name}'.`)
  return adapter
}
