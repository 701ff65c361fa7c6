import type { Shop } from './one-of-each.ts'
import type { Operation } from './served-document.ts'
import type { WholeServer } from './whole-server.ts'

/** The first merchant of a PSP of the demo. */
export function shopOf({ url, demo }: WholeServer, psp = demo.psps[0]): Shop {
  const [merchant] = psp?.merchants ?? []
  if (psp === undefined || merchant === undefined) throw new Error('The demo has no shop.')
  return {
    ...{ url, psp: psp.id, pspKey: psp.secret_key },
    ...{ account: merchant.id, key: merchant.secret_key },
    // Its worker does both.
    complain: async () => undefined,
    deliver: async () => undefined,
  }
}

/** A key that may call an endpoint for a shop. */
export function keyFor(
  { access: { levels } }: Operation,
  { key, pspKey }: Shop,
  { demo }: WholeServer,
): string {
  if (levels.includes('merchant')) return key
  return levels.includes('psp') ? pspKey : demo.operator_key
}
