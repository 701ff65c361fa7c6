import type { Row } from '../db/index.ts'
import type { Money } from '../kernel/index.ts'
import type { Card, Runner, RunnerAccount } from '../processors/index.ts'
import type { Context } from '../tenants/index.ts'

/** A processor account a payment may go to, opened: its credentials in clear. */
export interface OpenAccount extends RunnerAccount {
  readonly priority: number
  /** What the processor will charge us for a payment, as far as we know. */
  cost(amount: Money): Money
}

/** What the payment verbs need besides the context every verb has. */
export interface PaymentContext extends Context {
  readonly runner: Pick<Runner, 'ask' | 'health'>
  /** The accounts of this tenant, best first; disabled ones are left out. */
  accounts(): Promise<readonly OpenAccount[]>
  /** The card of a payment method in clear, with its CVC when it was given minutes ago. */
  openCard(method: Row<'payment_methods'>): Promise<Card>
  /** The merchant's price for a payment. */
  priceOf(payment: { amount: Money; method: string; cardCountry: string | null }): Money
  /** The page of ours where the payer's browser comes back to after a redirect. */
  returnUrl(of: { merchantId: string; livemode: boolean; id: string }): string
  /** Something a person must look at: it is logged at once and shown where it happened. */
  alert(what: string, where: Readonly<Record<string, string>>): void
}
