import { exponentOf } from '../server/src/kernel/index.ts'
import { adapterFor, type BookEntry, type Controls } from '../server/src/processors/index.ts'
import type { ProcessorName } from './shops.ts'

/** A payment as its processor has it, with all that was done to it. */
export interface BookedPayment {
  readonly processor: ProcessorName
  /** As the simulator names accounts. */
  readonly account: string
  /** Ours: the attempt it was asked for by. */
  readonly reference: string
  readonly currency: string
  /** In our minor units, like all that follow. Nothing unless it was approved. */
  readonly authorized: bigint
  readonly captured: bigint
  readonly isVoided: boolean
  /** Those that were paid, each with our reference. */
  readonly refunds: readonly { readonly reference: string; readonly amount: bigint }[]
}

/** Every approved payment in the simulators' own books; ones with the same reference stay apart. */
export function readBooks(controls: Controls): BookedPayment[] {
  return (Object.keys(controls) as ProcessorName[]).flatMap((processor) => {
    const entries = Map.groupBy(
      controls[processor].book(),
      ({ paymentReference }) => paymentReference,
    )
    return [...entries.values()].flatMap((group) => booked(processor, group))
  })
}

function booked(processor: ProcessorName, group: readonly BookEntry[]): BookedPayment[] {
  const payment = group.find(({ kind }) => kind === 'authorize')
  if (payment === undefined || !['succeeded', 'canceled'].includes(payment.status)) return []
  const { account, reference, currency } = payment
  const amountOf = (entry: BookEntry) => ours(processor, entry)
  const done = (kind: BookEntry['kind']) =>
    group.filter((entry) => entry.kind === kind && entry.status === 'succeeded')
  return [
    {
      ...{ processor, account, reference, currency },
      authorized: amountOf(payment),
      captured:
        payment.captured === true
          ? amountOf(payment)
          : done('capture').reduce((sum, entry) => sum + amountOf(entry), 0n),
      refunds: done('refund').map((refund) => ({
        reference: refund.reference,
        amount: amountOf(refund),
      })),
      isVoided: payment.status === 'canceled' || done('void').length > 0,
    },
  ]
}

/** Some processors count some currencies in other units than ISO 4217. */
function ours(processor: ProcessorName, { amount, currency }: BookEntry): bigint {
  const own = exponentOf(currency)
  const theirs = adapterFor(processor).capabilities.exponents[currency] ?? own
  return theirs > own
    ? BigInt(amount) / 10n ** BigInt(theirs - own)
    : BigInt(amount) * 10n ** BigInt(own - theirs)
}
