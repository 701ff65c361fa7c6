import { expect, test } from 'vitest'
import { approved, authorized, captureOf, eur, fresh, payment, refundOf } from './asks.ts'
import type { Bed, ContractSetup } from './bed.ts'

export function changePromises({ adapter }: ContractSetup, bed: () => Bed): void {
  const { capabilities } = adapter
  const captures = test.runIf(capabilities.manualCapture)

  captures('an authorization is captured in full', async () => {
    const paid = await authorized(bed())
    const ask = captureOf(paid)
    const answer = await bed().ask(adapter.capture, ask)
    expect(await bed().settled('capture', ask.reference, answer)).toMatchObject({
      outcome: 'approved',
      amount: eur(1_500),
    })
    expect(bed().booked('capture', ask.reference)).toBe(1)
  })

  test.runIf(capabilities.manualCapture && capabilities.partialCapture)(
    'or in part, and says which part',
    async () => {
      const ask = captureOf(await authorized(bed()), { amount: eur(600) })
      const answer = await bed().ask(adapter.capture, ask)
      expect(await bed().settled('capture', ask.reference, answer)).toMatchObject({
        outcome: 'approved',
        amount: eur(600),
      })
    },
  )

  test.runIf(capabilities.void && capabilities.manualCapture)(
    'an authorization is released, and not captured any more',
    async () => {
      const paid = await authorized(bed())
      const { processorReference } = paid
      const release = { ...fresh('vd'), processorReference }
      const answer = await bed().ask(adapter.void, release)
      const settled = await bed().settled('void', release.reference, answer)
      expect(settled).toMatchObject({ outcome: 'approved' })
      const late = captureOf(paid)
      const refused = await bed().ask(adapter.capture, late)
      const end = await bed().settled('capture', late.reference, refused)
      expect(end.outcome).toBe('declined')
      expect(bed().booked('capture', late.reference)).toBe(0)
    },
  )

  test.runIf(capabilities.incrementalAuthorization)('an authorization is raised', async () => {
    const { processorReference } = await authorized(bed())
    const ask = { ...fresh('in'), processorReference, amount: eur(2_500) }
    const answer = await bed().ask(adapter.increment, ask)
    expect(await bed().settled('increment', ask.reference, answer)).toMatchObject({
      outcome: 'approved',
      amount: eur(2_500),
    })
  })

  test.runIf(adapter.refund)('a payment is refunded in full', async () => {
    const ask = refundOf(await approved(bed(), payment(bed())))
    const answer = await bed().ask(adapter.refund, ask)
    expect(await bed().settled('refund', ask.reference, answer)).toMatchObject({
      outcome: 'approved',
      amount: eur(1_500),
    })
    expect(bed().booked('refund', ask.reference)).toBe(1)
  })

  test.runIf(capabilities.partialRefund)(
    'or in parts, up to what was taken and no further',
    async () => {
      const paid = await approved(bed(), payment(bed()))
      for (const [amount, outcome] of [
        [600n, 'approved'],
        [900n, 'approved'],
        [1n, 'declined'],
      ] as const) {
        const ask = refundOf(paid, { amount: eur(amount) })
        const answer = await bed().ask(adapter.refund, ask)
        expect((await bed().settled('refund', ask.reference, answer)).outcome).toBe(outcome)
      }
    },
  )
}
