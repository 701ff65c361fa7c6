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
 */
export function openCvcMemory(clock: Clock, { capacity = 100_000 } = {}): CvcMemory {
  const key = secretKey(randomKey())
  const codes = expiringMap<Buffer>(clock, { lifetimeMs: 600_000, capacity })
  return {
    rememberCvc(paymentMethodId, cvc) {
      codes.set(paymentMethodId, encrypt(key, [paymentMethodId], cvc))
    },
    takeCvc(paymentMethodId) {
      const sealed = codes.get(paymentMethodId)
      codes.delete(paymentMethodId)
      return sealed === undefined ? undefined : decrypt(key, [paymentMethodId], sealed).toString()
    },
  }
}
