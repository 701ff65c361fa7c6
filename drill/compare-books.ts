import { formatMoney, money } from '../server/src/kernel/index.ts'
import type { BookedPayment } from './books.ts'
import type { Evidence } from './evidence.ts'
import type { ChargeSeen } from './wire.ts'

/** One ask carried out twice, or one order charged by two asks. */
export function doneTwice({ books, founded, testimonies }: Evidence): string[] {
  const orderOf = new Map<string, string>()
  for (const [shop, { charges }] of testimonies.entries()) {
    for (const { id, metadata } of charges) {
      const reference = `${founded.merchants[shop]?.id}.${id}`
      orderOf.set(reference, metadata['order'] ?? reference)
    }
  }
  const standing = books.filter(({ isVoided }) => !isVoided)
  const charges = Map.groupBy(standing, ({ reference }) => orderOf.get(reference) ?? reference)
  const refunds = Map.groupBy(
    books.flatMap((payment) => payment.refunds),
    ({ reference }) => reference,
  )
  return [
    ...moreThanOne(charges).map(([order, all]) => `${order}: ${all.map(say).join(' and ')}`),
    ...moreThanOne(refunds).map(([reference, all]) => `${reference} was paid ${all.length} times`),
  ]
}

function moreThanOne<Item>(groups: ReadonlyMap<string, Item[]>): [string, Item[]][] {
  return [...groups].filter(([, items]) => items.length > 1)
}

/** By processor account and currency: what was taken and not given back, and what is held. */
export function lostMoney({ books, clearing, founded }: Evidence): string[] {
  const idOf = new Map(founded.accounts.map(({ id, simulatedAs }) => [simulatedAs, id]))
  const theirs = new Map<string, { taken: bigint; held: bigint }>()
  for (const payment of books) {
    const name = `${idOf.get(payment.account) ?? payment.account} ${payment.currency}`
    const sums = theirs.get(name) ?? { taken: 0n, held: 0n }
    sums.taken += payment.captured - refunded(payment)
    if (payment.captured === 0n && !payment.isVoided) sums.held += payment.authorized
    theirs.set(name, sums)
  }
  const ours = new Map(clearing.map((each) => [`${each.account} ${each.currency}`, each]))
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((name) => {
    const { taken, held } = theirs.get(name) ?? { taken: 0n, held: 0n }
    const { posted, pending } = ours.get(name) ?? { posted: 0n, pending: 0n }
    const currency = name.split(' ').at(-1) ?? ''
    const of = (amount: bigint) => formatMoney(money(amount, currency))
    return [
      ...(taken === posted ? [] : [`${name}: ${of(taken)} taken, the ledger has ${of(posted)}`]),
      ...(held === pending ? [] : [`${name}: ${of(held)} held, the ledger has ${of(pending)}`]),
    ]
  })
}

/** Each charge and refund of the API against the processor's, and the other way round. */
export function bookDifferences({ books, founded, testimonies }: Evidence): string[] {
  const booked = new Map(books.map((payment) => [payment.reference, payment]))
  const found: string[] = []
  const known = new Set<string>()
  for (const [shop, { charges, refunds }] of testimonies.entries()) {
    const merchant = founded.merchants[shop]?.id
    const refundsOf = Map.groupBy(refunds, ({ charge }) => charge ?? '')
    for (const charge of charges) {
      const reference = `${merchant}.${charge.id}`
      known.add(reference)
      const payment = booked.get(reference)
      const wanted = describeCharge(charge)
      const actual = describePayment(payment)
      if (wanted !== actual) found.push(`${charge.id} is ${wanted}, at its processor ${actual}`)
      for (const refund of refundsOf.get(charge.id) ?? []) {
        const mine = ({ reference }: { reference: string }) =>
          reference === `${merchant}.${refund.id}`
        const paid = sum(payment?.refunds.filter(mine) ?? [])
        const promised = refund.status === 'succeeded' ? refund.amount : 0n
        if (paid !== promised) {
          found.push(
            `${refund.id} is ${refund.status} over ${refund.amount}, its processor paid ${paid}`,
          )
        }
      }
    }
  }
  const strangers = books.filter(({ reference }) => !known.has(reference))
  return [...found, ...strangers.map((payment) => `${say(payment)} is in no list of charges`)]
}

/** A charge in the words both sides share. What a capture in part left counts as refunded, as at Stripe. */
function describeCharge(charge: ChargeSeen): string {
  const { status, captured, amount, amount_captured, amount_refunded } = charge
  if (status !== 'succeeded') return 'not taken'
  const released = amount - amount_captured
  if (captured) return `taken ${amount_captured}, refunded ${amount_refunded - released}`
  return amount_refunded === amount ? 'released' : `held ${amount}`
}

function describePayment(payment: BookedPayment | undefined): string {
  if (payment === undefined) return 'not taken'
  if (payment.captured > 0n) return `taken ${payment.captured}, refunded ${refunded(payment)}`
  return payment.isVoided ? 'released' : `held ${payment.authorized}`
}

function refunded({ refunds }: BookedPayment): bigint {
  return sum(refunds)
}

function sum(parts: readonly { readonly amount: bigint }[]): bigint {
  return parts.reduce((total, { amount }) => total + amount, 0n)
}

function say({ processor, reference, captured, authorized, currency }: BookedPayment): string {
  const amount = formatMoney(money(captured > 0n ? captured : authorized, currency))
  return `${amount} at ${processor} for ${reference}`
}
