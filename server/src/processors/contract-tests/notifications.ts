import { expect, test } from 'vitest'
import { newId } from '../../kernel/index.ts'
import type { Notification } from '../adapter.ts'
import { approved, card, cards, payment, refundOf } from './asks.ts'
import type { Bed, ContractSetup } from './bed.ts'

export function notificationPromises(setup: ContractSetup, bed: () => Bed): void {
  const { adapter } = setup
  const parsed = () =>
    bed()
      .received()
      .map((raw) => adapter.parseNotification(raw, bed().account))
  const about = (reference: string) => (notification: Notification) =>
    notification.subject === 'authorize' && notification.reference === reference

  test('a payment is told, signed, with our reference and the amount', async () => {
    const ask = payment(bed())
    const { processorReference } = await approved(bed(), ask)
    const told = await bed().notified(about(ask.reference))
    expect(told.processorReference).toBe(processorReference)
    expect(told.answer).toMatchObject({ outcome: 'approved', amount: ask.amount })
  })

  test('a decline is told', async () => {
    const ask = payment(bed(), { card: card(cards.declined) })
    await bed().ask(adapter.authorize, ask)
    const told = await bed().notified(about(ask.reference))
    expect(told.answer.outcome).toBe('declined')
  })

  test('copies of a notification carry the same id', async () => {
    bed().control.addFaults([
      { operation: 'notification', fault: 'duplicate', probability: 1, count: 2 },
    ])
    const ask = payment(bed())
    await approved(bed(), ask)
    const { id } = await bed().notified(about(ask.reference))
    let copies = 0
    await bed().notified((notification) => notification.id === id && ++copies >= 3)
  })

  test.each([
    'forge_signature',
    'forge_account',
    ...(setup.signsTime ? (['forge_stale'] as const) : []),
  ] as const)('%s: the forgery is refused and the genuine one taken', async (fault) => {
    bed().control.addFaults([{ operation: 'notification', fault, probability: 1 }])
    const ask = payment(bed())
    await approved(bed(), ask)
    await bed().notified(about(ask.reference))
    await expect
      .poll(() =>
        bed()
          .control.deliveries()
          .every(({ status }) => status !== 'pending'),
      )
      .toBe(true)
    const genuine = bed()
      .control.deliveries()
      .filter(({ copy }) => copy === 'genuine').length
    expect(parsed().filter(({ verified }) => verified)).toHaveLength(genuine)
    expect(parsed().filter(({ verified }) => !verified)).toHaveLength(genuine)
  })

  test('without a secret nothing is believed', async () => {
    const ask = payment(bed())
    await approved(bed(), ask)
    await bed().notified(about(ask.reference))
    const account = { ...bed().account, credentials: {} }
    for (const raw of bed().received()) {
      expect(adapter.parseNotification(raw, account)).toMatchObject({ verified: false })
    }
  })

  test('what is not a notification at all is refused', () => {
    for (const body of ['', '{}', 'null', '<xml/>', '{"notificationItems":[]}']) {
      const raw = { headers: {}, body, receivedAt: new Date() }
      expect(adapter.parseNotification(raw, bed().account)).toMatchObject({ verified: false })
    }
  })

  test.runIf(adapter.refund)('a refund that takes its time is told when it is done', async () => {
    const ask = refundOf(await approved(bed(), payment(bed(), { card: card(cards.refundPending) })))
    const answer = await bed().ask(adapter.refund, ask)
    expect(answer.outcome).toBe('pending')
    const told = await bed().settled('refund', ask.reference, answer)
    expect(told).toMatchObject({ outcome: 'approved', amount: ask.amount })
  })

  test.runIf(adapter.refund)('a refund that fails later is told', async () => {
    const ask = refundOf(await approved(bed(), payment(bed(), { card: card(cards.refundFails) })))
    await bed().ask(adapter.refund, ask)
    const told = await bed().notified(
      ({ subject, reference, answer }) =>
        subject === 'refund' && reference === ask.reference && answer.outcome === 'declined',
    )
    expect(told.answer).toMatchObject({ outcome: 'declined' })
  })

  test('a dispute is told with the payment it is about', async () => {
    const paid = await approved(bed(), payment(bed(), { card: card(cards.disputed) }))
    const told = await bed().notified(({ subject }) => subject === 'dispute')
    expect(told.paymentReference).toBe(paid.processorReference)
    expect(told.answer).toMatchObject({
      ...{ outcome: 'dispute', status: 'needs_response', reason: 'fraudulent' },
      ...{ processorReference: told.processorReference, amount: paid.amount },
    })
  })

  test('a dispute leads to our reference of its payment, and says until when evidence is taken', async () => {
    const ask = payment(bed(), { card: card(cards.disputed) })
    await approved(bed(), ask)
    const { answer, processorReference } = await bed().notified(
      ({ subject }) => subject === 'dispute',
    )
    const news = adapter.readDispute
      ? await bed().ask(adapter.readDispute, { processorReference })
      : answer
    expect(news).toMatchObject({
      ...{ outcome: 'dispute', reference: ask.reference, amount: ask.amount },
      dueBy: expect.any(Date),
    })
  })

  test.runIf(adapter.capabilities.disputeResponse)(
    'evidence is taken once, and decides a dispute; what is accepted is lost',
    async () => {
      const disputed = async () => {
        const paid = await approved(bed(), payment(bed(), { card: card(cards.disputed) }))
        const { processorReference } = await bed().notified(
          ({ subject, paymentReference }) =>
            subject === 'dispute' && paymentReference === paid.processorReference,
        )
        return { processorReference, idempotencyKey: newId('key') }
      }
      const evidence = { uncategorized_text: 'winning_evidence', customer_name: 'Jane Payer' }
      const won = { ...(await disputed()), evidence }
      const first = await bed().ask(adapter.submitEvidence, won)
      expect(first).toMatchObject({ outcome: 'dispute', status: 'won' })
      const again = { ...won, repeat: true }
      expect(await bed().ask(adapter.submitEvidence, again)).toEqual(first)
      const another = { ...won, idempotencyKey: newId('key') }
      expect(await bed().ask(adapter.submitEvidence, another)).toMatchObject({
        outcome: 'declined',
      })
      const lost = await bed().ask(adapter.acceptDispute, await disputed())
      expect(lost).toMatchObject({ outcome: 'dispute', status: 'lost' })
    },
  )

  test('whether disputes can be answered is as the capabilities say', () => {
    const { submitEvidence, acceptDispute, capabilities } = adapter
    const can = [submitEvidence !== undefined, acceptDispute !== undefined]
    expect(can).toEqual([capabilities.disputeResponse, capabilities.disputeResponse])
  })

  test.runIf(adapter.readDispute)('a dispute nobody knows is not found', async () => {
    const news = await bed().ask(adapter.readDispute, { processorReference: 'dp_nobody' })
    expect(news).toEqual({ outcome: 'not_found' })
  })
}
