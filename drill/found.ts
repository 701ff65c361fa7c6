import { randomBytes } from 'node:crypto'
import { randomText, systemClock } from '../server/src/kernel/index.ts'
import {
  createKey,
  createMerchant,
  createProcessorAccount,
  createPsp,
} from '../server/src/tenants/index.ts'
import type { System } from '../server/src/wiring.ts'
import { brands, costs, type ProcessorName } from './shops.ts'

/** Who takes part, as the drill needs to know them. */
export interface Founded {
  /** In the order of `shops`. */
  readonly merchants: readonly FoundedMerchant[]
  readonly accounts: readonly FoundedAccount[]
}

export interface FoundedMerchant {
  readonly id: string
  readonly secretKey: string
}

export interface FoundedAccount {
  readonly id: string
  readonly processor: ProcessorName
  /** What the simulator knows it by. */
  readonly simulatedAs: string
  readonly notificationSecret: string
}

/** Founds the drill's brands, with their shops, keys and accounts at both processors. */
export async function found({ database, commit, parts }: System): Promise<Founded> {
  const office = { clock: systemClock, queries: database.system, conclude: commit }
  const merchants: FoundedMerchant[] = []
  const accounts: FoundedAccount[] = []
  for (const { psp: newPsp, shops, processors } of brands) {
    const psp = await createPsp(office, newPsp)
    for (const [priority, processor] of processors.entries()) {
      const { credentials, simulatedAs, notificationSecret } = credentialsFor[processor]()
      const { id } = await createProcessorAccount(
        office,
        psp,
        {
          ...{ livemode: false, processor, name: processor, priority, credentials, costs },
          baseUrl: baseUrls[processor],
        },
        parts.vault.sealSecret,
      )
      accounts.push({ id, processor, simulatedAs, notificationSecret })
    }
    for (const { country } of shops) {
      const merchant = await createMerchant(office, psp, { country, livemode: false })
      const { text } = await createKey(office, { kind: 'secret', merchant, livemode: false })
      merchants.push({ id: merchant.id, secretKey: text })
    }
  }
  return { merchants, accounts }
}

const baseUrls = { stripe: 'simulator:stripe', adyen: 'simulator:adyen/v71' } as const

/** As each processor would issue them. */
const credentialsFor: Readonly<
  Record<
    ProcessorName,
    () => { credentials: Record<string, string>; simulatedAs: string; notificationSecret: string }
  >
> = {
  stripe() {
    const secret_key = `sk_test_${randomText(32)}`
    const webhook_secret = `whsec_${randomText(32)}`
    return {
      credentials: { secret_key, webhook_secret },
      simulatedAs: secret_key,
      notificationSecret: webhook_secret,
    }
  },
  adyen() {
    const apiKey = `AQE${randomText(40)}`
    const hmacKey = randomBytes(32).toString('hex').toUpperCase()
    return {
      credentials: { apiKey, hmacKey, merchantAccount: `Drill${randomText(6)}` },
      simulatedAs: apiKey,
      notificationSecret: hmacKey,
    }
  },
}
