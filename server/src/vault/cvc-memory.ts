import type { Clock } from '../kernel/index.ts'
import { decrypt, encrypt, randomKey, secretKey } from './aead.ts'
import { expiringMap } from './expiring-map.ts'

/** Card security codes between their entry and their one use. They are never written anywhere. */
export interface CvcMemory {
  rememberCvc(paymentMethodId: string, cvc: string): void
  /** The code, once: a second call finds nothing. */
  takeCvc(paymentMethodId: string): string | undefined
}

/**
 * Keeps codes for ten minutes in this process's memory, under a key of this process outside the
 * JavaScript heap: a heap dump shows ciphertext. Another server, or this one after a restart, does not
 * have them, and the processor is then asked without.
 *
 * A code is sealed when the turn of the event loop it came in ends. Until then its request holds it in clear
 * too, and most requests that bring one use it at once.
 */
export function openCvcMemory(clock: Clock, { capacity = 100_000 } = {}): CvcMemory {
  const key = secretKey(randomKey())
  const codes = expiringMap<{ code: string | Buffer }>(clock, { lifetimeMs: 600_000, capacity })
  const unsealed = new Set<string>()
  const sealAll = () => {
    for (const id of unsealed) {
      const kept = codes.get(id)
      if (typeof kept?.code === 'string') kept.code = encrypt(key, [id], kept.code)
    }
    unsealed.clear()
  }
  return {
    rememberCvc(paymentMethodId, cvc) {
      codes.set(paymentMethodId, { code: cvc })
      if (unsealed.size === 0) setImmediate(sealAll)
      unsealed.add(paymentMethodId)
    },
    takeCvc(paymentMethodId) {
      const { code } = codes.get(paymentMethodId) ?? {}
      codes.delete(paymentMethodId)
      return typeof code === 'object' ? decrypt(key, [paymentMethodId], code).toString() : code
    },
  }
}
