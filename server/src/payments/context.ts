import type { CustomerContext } from '../customers/index.ts'
import type { Money } from '../kernel/index.ts'
import type { Runner, RunnerAccount } from '../processors/index.ts'
import type { Sale } from '../tenants/index.ts'

/** A processor account a payment may go to, opened: its credentials in clear. */
export interface OpenAccount extends RunnerAccount {
  readonly priority: number
  /** What the processor will charge us for a sale, as far as its owner told us. */
  cost(sale: Sale): Money
}

/** What the payment verbs need besides what those on customers and their cards do. */
export interface PaymentContext extends CustomerContext {
  readonly runner: Pick<Runner, 'ask' | 'health'>
  /** The accounts of this tenant, best first; disabled ones are left out. */
  accounts(): Promise<readonly OpenAccount[]>
  /** One account of the PSP by its id, disabled or not; undefined when it is not there. */
  account(id: string): Promise<OpenAccount | undefined>
  /** The merchant's price for a payment. */
  priceOf(sale: Sale): Money
  /** The merchant's price for a chargeback of a payment. */
  disputeFeeOf(sale: Sale): Money
  /** The page of ours where the payer's browser comes back to after a redirect. */
  returnUrl(of: { merchantId: string; livemode: boolean; id: string }): string
  /** Something a person must look at: it is logged at once and shown where it happened. */
  alert(what: string, where: Readonly<Record<string, string>>): void
}
