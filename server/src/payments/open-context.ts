import { newPaymentMethod, newTestPaymentMethod, openPaymentMethod } from '../customers/index.ts'
import type { Row } from '../db/index.ts'
import type { Runner } from '../processors/index.ts'
import {
  baseUrlOf,
  type Context,
  costFor,
  type Directory,
  disputeFeeFor,
  priceFor,
  pricingOf,
} from '../tenants/index.ts'
import type { Vault } from '../vault/index.ts'
import { checkCard } from './check-card.ts'
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

/** What the verbs on customers, cards and payments need besides the context every verb has. */
export type PaymentTools = Omit<PaymentContext, keyof Context>

/** Makes those tools for the tenant of a request or job. */
export function paymentTools(
  { tenant, clock, queries }: Pick<Context, 'tenant' | 'clock' | 'queries'>,
  parts: PaymentParts,
): PaymentTools {
  const { vault, directory, runner, publicUrl } = parts
  const maker = { clock, tenant, queries, vault }
  const open = (row: Row<'processor_accounts'>) => openAccount(row, parts)
  const tools: PaymentTools = {
    vault,
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
    makeMethod: (data, prefix) => newPaymentMethod(maker, data, prefix),
    makeTestMethod: (name, prefix) => newTestPaymentMethod(maker, name, prefix),
    checkCard: (method, card) => checkCard({ tenant, ...tools }, method, card),
    priceOf: (sale) => priceFor(pricingOf(tenant), sale),
    disputeFeeOf: (sale) => disputeFeeFor(pricingOf(tenant), sale),
    returnUrl: ({ merchantId, livemode, id }) =>
      `${publicUrl}/return/${merchantId}/${livemode ? 'live' : 'test'}/${id}`,
    alert: parts.alert,
  }
  return tools
}

const opened = new WeakMap<Row<'processor_accounts'>, Promise<OpenAccount>>()

/** A processor account with its credentials in clear. The directory hands out the same row for seconds; it is opened once. */
export function openAccount(
  row: Row<'processor_accounts'>,
  parts: Pick<PaymentParts, 'vault' | 'simulatorsUrl'>,
): Promise<OpenAccount> {
  const before = opened.get(row)
  if (before !== undefined) return before
  const account = unseal(row, parts)
  opened.set(row, account)
  return account
}

async function unseal(
  row: Row<'processor_accounts'>,
  { vault, simulatorsUrl }: Pick<PaymentParts, 'vault' | 'simulatorsUrl'>,
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
