import { askProcessor, type OpenAccount, type PaymentContext } from '../payments/index.ts'
import {
  adapterFor,
  type DisputeNews,
  type NotFound,
  type NotSent,
  type Unknown,
} from '../processors/index.ts'

/**
 * How a dispute stands: as its processor now says, where it can be asked; else as it was told.
 * @param told what a verified notification said
 */
export async function readDispute(
  ctx: Pick<PaymentContext, 'runner'>,
  account: OpenAccount,
  processorReference: string,
  told: DisputeNews | Unknown,
): Promise<DisputeNews | NotFound | NotSent | Unknown> {
  const { readDispute: read } = adapterFor(account.processor)
  return read === undefined ? told : askProcessor(ctx, account, read, { processorReference })
}
