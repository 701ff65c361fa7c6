import type { Row } from '../db/index.ts'
import type { Card, CardChecks } from '../processors/index.ts'
import type { Context } from '../tenants/index.ts'
import type { Vault } from '../vault/index.ts'
import type { GivenMethod } from './given-method.ts'
import type { MadePaymentMethod, MethodPrefix, NewPaymentMethod } from './new-payment-method.ts'

/** What the verbs on customers and their cards need besides the context every verb has. */
export interface CustomerContext extends Context {
  readonly vault: Vault
  /** A payment method of card data a request brought: checked, sealed, not yet stored. */
  makeMethod(data: NewPaymentMethod, prefix?: MethodPrefix): Promise<MadePaymentMethod>
  /** The same for the name of a test card (`pm_card_visa`); undefined for any other name, and in live mode. */
  makeTestMethod(name: string, prefix?: MethodPrefix): Promise<MadePaymentMethod | undefined>
  /** The card of a payment method in clear, for the one time a processor is asked, when its CVC is forgotten. */
  openCard(method: Pick<GivenMethod, 'row' | 'card'>): Promise<Card>
  /**
   * Asks a processor whether a card may be kept, taking nothing.
   * @returns what was checked; nothing where no processor could tell
   * @throws {Problem} the decline
   */
  checkCard(method: Row<'payment_methods'>, card: Card): Promise<CardChecks>
}
