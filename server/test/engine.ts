import { afterAll } from 'vitest'
import type { Change } from '../src/db/index.ts'
import { systemClock } from '../src/kernel/index.ts'
import { type PaymentContext, type PaymentParts, paymentTools } from '../src/payments/index.ts'
import { createRunner, startSimulators } from '../src/processors/index.ts'
import {
  createMerchant,
  createProcessorAccount,
  createPsp,
  type OfficeContext,
  openDirectory,
  type Result,
  type Tenant,
} from '../src/tenants/index.ts'
import {
  createVault,
  localMasterKeys,
  newDemoMasterKey,
  parseMasterKeys,
} from '../src/vault/index.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** The payment engine without its HTTP API: a PSP, a merchant and simulated processors over real HTTP. */
export interface TestEngine extends TestDatabase {
  readonly simulators: Awaited<ReturnType<typeof startSimulators>>
  readonly parts: PaymentParts
  readonly alerts: string[]
  /** What concluded each request, in order. */
  readonly results: Result[]
  /** A new merchant whose payments go to these processors, in this order. */
  merchant(processors: readonly string[]): Promise<Tenant>
  /** The context of one request of a merchant. */
  context(tenant: Tenant): PaymentContext
}

/** What a merchant's account at a simulated processor is opened with; simulators tell accounts apart by it. */
export function simulatedCredentials(
  processor: string,
  merchantId: string,
): Readonly<Record<string, string>> {
  const own = merchantId.replace('acct_', '')
  return processor === 'adyen'
    ? {
        apiKey: `AQE_${own}`,
        merchantAccount: 'SwitchyardTest',
        hmacKey: 'DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00',
      }
    : { secret_key: `sk_test_${own}`, webhook_secret: `whsec_${own}` }
}

export async function testEngine(): Promise<TestEngine> {
  const base = await testDatabase()
  const { database, committer } = base
  const clock = systemClock
  const simulators = await startSimulators({ port: 0, seed: '1' })
  const runner = createRunner({ clock })
  const directory = openDirectory(database.system, { lifeMs: 0 })
  const vault = createVault({
    database,
    committer,
    clock,
    masterKeys: localMasterKeys(parseMasterKeys(newDemoMasterKey())),
  })
  const alerts: string[] = []
  const results: Result[] = []
  const parts: PaymentParts = {
    ...{ vault, directory, runner, simulatorsUrl: simulators.url },
    publicUrl: 'http://127.0.0.1:9',
    alert: (what) => alerts.push(what),
  }
  const commit = async (change: Change) => {
    await committer.commit(change)
    directory.forget(change)
  }
  const conclude = async (change: Change, result: Result) => {
    await commit(change)
    results.push(result)
  }
  const office: OfficeContext = { clock, queries: database.system, conclude }
  afterAll(async () => {
    await Promise.all([simulators.close(), runner.close()])
  })
  const psp = await createPsp(office, { name: 'Test PSP', country: 'SE' })
  return {
    ...base,
    ...{ simulators, parts, alerts, results },
    async merchant(processors) {
      const merchant = await createMerchant(office, psp, { country: 'US', livemode: false })
      for (const [priority, processor] of processors.entries()) {
        await createProcessorAccount(
          office,
          psp,
          {
            ...{ livemode: false, merchantId: merchant.id, processor, priority },
            ...{
              name: `${processor} ${merchant.id}`,
              baseUrl: `simulator:${processor === 'adyen' ? 'adyen/v71' : processor}`,
            },
            credentials: simulatedCredentials(processor, merchant.id),
          },
          vault.sealSecret,
        )
      }
      return { psp, merchant, livemode: false }
    },
    context: (tenant) => ({
      clock,
      tenant,
      queries: database.tenant({ merchantId: tenant.merchant.id, livemode: tenant.livemode }),
      origin: { requestId: 'req_test', idempotencyKey: null },
      commit,
      conclude,
      ...paymentTools(
        {
          tenant,
          clock,
          queries: database.tenant({ merchantId: tenant.merchant.id, livemode: tenant.livemode }),
        },
        parts,
      ),
    }),
  }
}
