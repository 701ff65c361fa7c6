import { newPaymentMethod, newTestPaymentMethod, openPaymentMethod } from '../customers/index.ts'
import type { Row } from '../db/index.ts'
import type { Runner } from '../processors/index.ts'
import {
  baseUrlOf,
  type Context,
  costFor,
  type Directory,
  priceFor,
  pricingOf,
} from '../tenants/index.ts'
import type { Vault } from '../vault/index.ts'
import type { OpenAccount, PaymentContext } from './context.ts'

/** What of the running server the payment verbs use. */
export interface PaymentParts {
  readonly vault: Vault
  readonly directory: Directory
  readonly runner: Pick<Runner, 'ask' | 'health'>
  /** Where this installation's simulators answer, without a slash at the end. */
  readonly simulatorsUrl: string
  /** Where payers' browsers reach this server, without a slash at the end. */
  readonly publicUrl: string
  alert(what: string, where: Readonly<Record<string, string>>): void
}

/** The context of a request or job, with what payments need. */
export function paymentContext(ctx: Context, parts: PaymentParts): PaymentContext {
  const { tenant, clock } = ctx
  const { vault, directory, runner, publicUrl } = parts
  const maker = { clock, tenant, vault }
  const open = (row: Row<'processor_accounts'>) => openAccount(row, parts)
  return {
    ...ctx,
    runner,
    async accounts() {
      const rows = await directory.processorAccountsFor(
        tenant.merchant,
        tenant.livemode,
        clock.now(),
      )
      return Promise.all(rows.map(open))
    },
    async account(id) {
      const row = await directory.processorAccount(tenant.merchant.psp_id, id, clock.now())
      return row && open(row)
    },
    openCard: (method) => openPaymentMethod({ tenant, vault }, method),
    makeMethod: (data) => newPaymentMethod(maker, data),
    makeTestMethod: (name) => newTestPaymentMethod(maker, name),
    priceOf: (sale) => priceFor(pricingOf(tenant), sale),
    returnUrl: ({ merchantId, livemode, id }) =>
      `${publicUrl}/return/${merchantId}/${livemode ? 'live' : 'test'}/${id}`,
    alert: parts.alert,
  }
}

async function openAccount(
  row: Row<'processor_accounts'>,
  { vault, simulatorsUrl }: PaymentParts,
): Promise<OpenAccount> {
  const scope = { pspId: row.psp_id, livemode: row.livemode }
  const credentials: Record<string, string> = JSON.parse(
    await vault.openSecret(scope, row.id, row.credentials),
  )
  return {
    id: row.id,
    processor: row.processor,
    baseUrl: baseUrlOf(row, simulatorsUrl),
    credentials,
    priority: row.priority,
    cost: (sale) => costFor(row, sale),
  }
}
