import { expect, test } from 'vitest'
import type { AskKind, Operation } from '../adapter.ts'
import {
  approved,
  authorized,
  captureOf,
  card,
  cards,
  eur,
  lookupOf,
  payment,
  refundOf,
} from './asks.ts'
import type { Bed, ContractSetup } from './bed.ts'

const hourMs = 3_600_000
/** How long to wait for an answer that will not come: enough for what was asked to be done. */
const impatienceMs = 1_000
/** What may go wrong before anything happened, and after it did. */
const before = ['timeout_before', 'drop_before', 'error_before', 'conflict', 'rate_limit'] as const
const after = [
  'timeout_after',
  'drop_after',
  'error_after',
  'truncate_after',
  'html_after',
] as const

export function faultPromises({ adapter }: ContractSetup, bed: () => Bed): void {
  const { capabilities } = adapter
  const break_ = (operation: string, fault: string) =>
    bed().control.addFaults([{ operation, fault: fault as 'slow', times: 1 }])

  /** Asks while things break, then asks the same again, as a repair would. */
  async function askTwice<Ask extends { reference: string }>(
    kind: AskKind,
    operation: Operation<Ask> | undefined,
    ask: Ask,
    fault: string,
  ) {
    break_(kind, fault)
    const silent = fault.startsWith('timeout')
    const first = await bed().ask(operation, ask, silent ? impatienceMs : undefined)
    const done = bed().booked(kind, ask.reference)
    const second = await bed().ask(operation, { ...ask, repeat: true })
    return { first, done, second: await bed().settled(kind, ask.reference, second) }
  }

  test.each(before)(
    '%s: nobody knows, and asking again with the key charges once',
    async (fault) => {
      const ask = payment(bed())
      const { first, done, second } = await askTwice('authorize', adapter.authorize, ask, fault)
      expect(first.outcome).toBe('unknown')
      expect(done).toBe(0)
      expect(second).toMatchObject({ outcome: 'approved', amount: ask.amount })
      expect(bed().booked('authorize', ask.reference)).toBe(1)
    },
  )

  test.each(after)(
    '%s: nobody knows, and asking again with the key finds the one charge',
    async (fault) => {
      const ask = payment(bed())
      const { first, done, second } = await askTwice('authorize', adapter.authorize, ask, fault)
      expect(first.outcome).toBe('unknown')
      expect(done).toBe(1)
      expect(second).toMatchObject({ outcome: 'approved', amount: ask.amount })
      expect(bed().booked('authorize', ask.reference)).toBe(1)
    },
  )

  test.runIf(capabilities.manualCapture).each(after)(
    '%s on a capture: it is made once',
    async (fault) => {
      const ask = captureOf(await authorized(bed()))
      const { first, done, second } = await askTwice('capture', adapter.capture, ask, fault)
      expect(first.outcome).toBe('unknown')
      expect(done).toBe(1)
      expect(second).toMatchObject({ outcome: 'approved', amount: eur(1_500) })
      expect(bed().booked('capture', ask.reference)).toBe(1)
    },
  )

  test.runIf(adapter.refund).each(after)('%s on a refund: it is made once', async (fault) => {
    const ask = refundOf(await approved(bed(), payment(bed())), { amount: eur(500) })
    const { first, done, second } = await askTwice('refund', adapter.refund, ask, fault)
    expect(first.outcome).toBe('unknown')
    expect(done).toBe(1)
    expect(second).toMatchObject({ outcome: 'approved', amount: eur(500) })
    expect(bed().booked('refund', ask.reference)).toBe(1)
  })

  test('a slow answer within the deadline is an answer', async () => {
    bed().control.addFaults([{ operation: 'authorize', fault: 'slow', times: 1, ms: 100 }])
    await approved(bed(), payment(bed()))
  })

  test.each(['wrong_amount', 'wrong_currency'])(
    '%s: what the processor says is passed on, never what was asked',
    async (fault) => {
      break_('authorize', fault)
      const ask = payment(bed())
      const answer = await bed().ask(adapter.authorize, ask)
      expect(['approved', 'unknown']).toContain(answer.outcome)
      expect(answer).not.toMatchObject({ outcome: 'approved', amount: ask.amount })
    },
  )

  test('ten askers with one key make one charge', async () => {
    const ask = payment(bed())
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => bed().ask(adapter.authorize, ask)),
    )
    expect(answers.every(({ outcome }) => ['approved', 'unknown'].includes(outcome))).toBe(true)
    expect(bed().booked('authorize', ask.reference)).toBe(1)
  })

  test('a decline is a decline again when it is asked for again', async () => {
    const ask = payment(bed(), { card: card(cards.declined) })
    const first = await bed().ask(adapter.authorize, ask)
    const second = await bed().ask(adapter.authorize, { ...ask, repeat: true })
    expect([first.outcome, second.outcome]).toEqual(['declined', 'declined'])
    if (capabilities.idempotency.replays === 'every_answer') expect(second).toEqual(first)
  })

  const finds = test.runIf(capabilities.lookup === 'by_reference')

  finds('a lost payment is found by our reference', async () => {
    const ask = payment(bed())
    break_('authorize', 'drop_after')
    await bed().ask(adapter.authorize, ask)
    const found = await bed().ask(adapter.lookup, lookupOf(ask))
    expect(found).toMatchObject({ outcome: 'approved', amount: ask.amount })
  })

  finds('a payment never made is not found, once it would have been', async () => {
    const ask = lookupOf(payment(bed()), { askedAt: new Date(Date.now() - 2 * hourMs) })
    expect(await bed().ask(adapter.lookup, ask)).toEqual({ outcome: 'not_found' })
  })

  finds('a lost refund is found through its payment, and one never made is not', async () => {
    const paid = await approved(bed(), payment(bed()))
    const ask = refundOf(paid, { amount: eur(500) })
    const lookup = {
      kind: 'refund' as const,
      reference: ask.reference,
      paymentReference: paid.processorReference,
      askedAt: new Date(Date.now() - 2 * hourMs),
    }
    expect(await bed().ask(adapter.lookup, lookup)).toEqual({ outcome: 'not_found' })
    break_('refund', 'drop_after')
    await bed().ask(adapter.refund, ask)
    expect(await bed().ask(adapter.lookup, lookup)).toMatchObject({ outcome: 'approved' })
  })

  finds('a lost capture is found through its payment, and one never made is not', async () => {
    const paid = await authorized(bed())
    const ask = captureOf(paid, { amount: eur(600) })
    const lookup = {
      kind: 'capture' as const,
      reference: ask.reference,
      paymentReference: paid.processorReference,
      askedAt: new Date(),
    }
    expect(await bed().ask(adapter.lookup, lookup)).toEqual({ outcome: 'not_found' })
    break_('capture', 'drop_after')
    await bed().ask(adapter.capture, ask)
    const found = await bed().ask(adapter.lookup, lookup)
    expect(found).toMatchObject({ outcome: 'approved', amount: eur(600) })
  })
}
