import { type Row, write } from '../db/index.ts'
import { type Json, type Money, newId } from '../kernel/index.ts'
import { checkProcessorAccount, withFreeName } from './check-processor-account.ts'
import { shown } from './context.ts'
import { type OfficeContext, officeChange } from './office.ts'
import { type Pricing, priceFor, type Sale } from './pricing.ts'

export interface NewProcessorAccount {
  readonly livemode: boolean
  /** Narrows it to one merchant of the PSP. */
  readonly merchantId?: string
  /** The adapter's name: `stripe`, `adyen`. */
  readonly processor: string
  /** What its owner calls it; one of its kind per PSP and mode. */
  readonly name: string
  /**
   * Where the processor answers: `https://…` in live mode; in test mode `simulator:<processor>`, or a
   * simulator on this machine by its address.
   */
  readonly baseUrl: string
  /** Tried in rising order. */
  readonly priority: number
  readonly credentials: Readonly<Record<string, string>>
  /** What the processor charges us, as a price list. */
  readonly costs?: Pricing
}

/** How secrets are put away: see the vault's `sealSecret`. */
export type SealSecret = (
  scope: { readonly pspId: string; readonly livemode: boolean },
  recordId: string,
  text: string,
) => Promise<string>

/**
 * Opens an account at a processor for a PSP's payments. The credentials are sealed before they are stored.
 * @throws {Problem} `parameter_invalid`, naming the field
 */
export async function createProcessorAccount(
  ctx: OfficeContext,
  psp: Pick<Row<'psps'>, 'id'>,
  input: NewProcessorAccount,
  sealSecret: SealSecret,
): Promise<Row<'processor_accounts'>> {
  const { livemode, merchantId = null, processor, name, baseUrl, priority, costs = [] } = input
  checkProcessorAccount({ name, baseUrl, priority, costs }, livemode)
  const now = ctx.clock.now()
  const id = newId('pa', now.getTime())
  const credentials = JSON.stringify(input.credentials)
  const account: Row<'processor_accounts'> = {
    id,
    psp_id: psp.id,
    merchant_id: merchantId,
    livemode,
    version: 1,
    created_at: now,
    processor,
    name: name.trim(),
    base_url: baseUrl,
    status: 'active',
    priority,
    credentials: await sealSecret({ pspId: psp.id, livemode }, id, credentials),
    costs: costs as unknown as Json,
  }
  const change = officeChange(merchantId ?? psp.id, livemode, {
    inserts: [write('processor_accounts', account)],
  })
  await withFreeName(() => ctx.conclude(change, shown('processor_accounts', account)))
  return account
}

/** What a processor will charge for a sale through this account, as far as its owner told us. */
export function costFor(account: Pick<Row<'processor_accounts'>, 'costs'>, sale: Sale): Money {
  return priceFor(account.costs as unknown as Pricing, sale)
}

/**
 * Where an account's processor answers.
 * @param simulatorsUrl where this installation's simulators run, without a slash at the end
 */
export function baseUrlOf(
  { base_url }: Pick<Row<'processor_accounts'>, 'base_url'>,
  simulatorsUrl: string,
): string {
  return base_url.startsWith(simulatorScheme)
    ? `${simulatorsUrl}/${base_url.slice(simulatorScheme.length)}`
    : base_url
}

const simulatorScheme = 'simulator:'
