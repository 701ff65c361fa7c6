import type { Controls } from './processors/index.ts'
import { simulatedAccounts } from './simulated-accounts-store.ts'
import type { System } from './wiring.ts'

/**
 * Tells each simulator where the notifications of its accounts go, as one would in the console of the real
 * processor.
 */
export async function connectSimulators(
  { database, parts: { vault, publicUrl } }: System,
  controls: Controls,
): Promise<void> {
  for (const account of await simulatedAccounts(database.system)) {
    const scope = { pspId: account.psp_id, livemode: account.livemode }
    const credentials: Record<string, string> = JSON.parse(
      await vault.openSecret(scope, account.id, account.credentials),
    )
    const url = `${publicUrl}/v1/notifications/${account.id}`
    const { apiKey, hmacKey, secret_key, webhook_secret } = credentials
    if (account.processor === 'adyen' && apiKey !== undefined && hmacKey !== undefined) {
      controls.adyen.setEndpoint({ account: apiKey, url, secret: hmacKey })
    }
    if (
      account.processor === 'stripe' &&
      secret_key !== undefined &&
      webhook_secret !== undefined
    ) {
      controls.stripe.setEndpoint({ account: secret_key, url, secret: webhook_secret })
    }
  }
}
