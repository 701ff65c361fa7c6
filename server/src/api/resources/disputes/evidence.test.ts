import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { hearOfDispute } from '../../../../test/dispute-story.ts'
import { disputedPayment, disputeUntil } from '../../../../test/disputes.ts'
import { openShop } from '../../../../test/shop.ts'
import { stripeError } from '../../../../test/stripe.ts'
import { settleResponse } from '../../../disputes/index.ts'

const api = await testApi()
const shop = await openShop(api)
const { disputes } = shop.stripe
const winning = { uncategorized_text: 'winning_evidence' }

test('evidence that wins brings the money back, and evidence that loses does not', async () => {
  const first = await disputedPayment(shop)
  const won = await disputes.update(first.dispute.id, {
    evidence: { ...winning, product_description: 'Two coffees', customer_name: 'Jane Payer' },
  })
  expect(won).toMatchObject({
    ...{ id: first.dispute.id, status: 'won' },
    evidence: { ...winning, product_description: 'Two coffees', receipt: null },
    evidence_details: { has_evidence: true, past_due: false, submission_count: 1 },
  })
  expect(won.balance_transactions.map(({ amount }) => amount)).toEqual([-5000, 5000])
  expect(await disputes.retrieve(won.id)).toEqual(won)
  const second = await disputedPayment(shop)
  const lost = await disputes.update(second.dispute.id, {
    evidence: { uncategorized_text: 'losing_evidence' },
  })
  expect(lost.status).toBe('lost')
  expect(lost.balance_transactions).toHaveLength(1)
})

test('other evidence is with the issuer from then on', async () => {
  const { dispute } = await disputedPayment(shop)
  const evidence = { product_description: 'Two coffees' }
  expect(await disputes.update(dispute.id, { evidence })).toMatchObject({ status: 'under_review' })
  const refusal = await stripeError(disputes.update(dispute.id, { evidence }))
  expect(refusal.message).toContain('its status is under_review')
  const inquiry = await disputedPayment(shop, { card: 'pm_card_createDisputeInquiry' })
  expect(await disputes.update(inquiry.dispute.id, { evidence })).toMatchObject({
    ...{ status: 'warning_under_review', balance_transactions: [] },
  })
})

test('evidence is kept until it is submitted, and can be taken back', async () => {
  const { dispute } = await disputedPayment(shop)
  const staged = await disputes.update(dispute.id, {
    ...{ submit: false, metadata: { case: '7' } },
    evidence: { ...winning, customer_name: 'Jane' },
  })
  expect(staged).toMatchObject({
    ...{ status: 'needs_response', metadata: { case: '7' } },
    evidence: { ...winning, customer_name: 'Jane' },
    evidence_details: { has_evidence: true, submission_count: 0 },
  })
  const { data } = await shop.stripe.events.list({ type: 'charge.dispute.updated', limit: 1 })
  expect(data[0]?.data.previous_attributes).toMatchObject({
    ...{ metadata: { case: null }, evidence_details: { has_evidence: false } },
  })
  const less = await disputes.update(dispute.id, { submit: false, evidence: { customer_name: '' } })
  expect(less.evidence.customer_name).toBeNull()
  expect(await disputes.update(dispute.id, { submit: true })).toMatchObject({ status: 'won' })
  expect(await disputes.update(dispute.id, { metadata: { case: '' } })).toMatchObject({
    ...{ status: 'won', metadata: {} },
  })
})

test('a dispute that is closed is lost, once', async () => {
  const { dispute } = await disputedPayment(shop)
  const options = { idempotencyKey: `close ${dispute.id}` }
  const lost = await disputes.close(dispute.id, {}, options)
  expect(lost.status).toBe('lost')
  expect(await disputes.close(dispute.id, {}, options)).toEqual(lost)
  const refusal = await stripeError(disputes.close(dispute.id))
  expect(refusal).toMatchObject({ statusCode: 400 })
  expect(refusal.message).toContain('its status is lost')
})

test.each(['drop_before', 'drop_after'] as const)(
  '%s: an answer nobody heard of is found out, and given once',
  async (fault) => {
    const deaf = await openShop(api, ['stripe'], { notified: false })
    const intent = await deaf.stripe.paymentIntents.create({
      ...{ amount: 2000, currency: 'usd', payment_method: 'pm_card_createDispute', confirm: true },
    })
    const { dispute: id } = await hearOfDispute(api, deaf.tenant, intent.id)
    api.simulators.controls.stripe.addFaults([{ operation: 'dispute', fault, times: 1 }])
    const unknown = await deaf.stripe.disputes.update(id, { evidence: winning })
    expect(unknown).toMatchObject({
      ...{ status: 'needs_response', evidence_details: { submission_count: 0 } },
    })
    const busy = await stripeError(deaf.stripe.disputes.close(id))
    expect(busy.message).toContain('on its way to the processor')
    await settleResponse(api.context(deaf.tenant), id)
    const won = await deaf.stripe.disputes.retrieve(id)
    expect(won).toMatchObject({ status: 'won', evidence_details: { submission_count: 1 } })
    expect(won.balance_transactions).toHaveLength(2)
    await settleResponse(api.context(deaf.tenant), id)
    expect(await deaf.stripe.disputes.retrieve(id)).toEqual(won)
  },
)

test('what the processor refuses leaves the dispute as it was', async () => {
  const { dispute } = await disputedPayment(shop)
  const [{ reference } = { reference: '' }] = await api.sql<{ reference: string }>(
    'select processor_reference as reference from disputes where id = $1',
    [dispute.id],
  )
  await api.sql('update disputes set processor_reference = $2 where id = $1', [dispute.id, 'dp_x'])
  const refusal = await stripeError(disputes.update(dispute.id, { evidence: winning }))
  expect(refusal).toMatchObject({ statusCode: 400 })
  expect(refusal.message).toContain('The processor did not take it: resource_missing')
  await api.sql('update disputes set processor_reference = $2 where id = $1', [
    ...[dispute.id, reference],
  ])
  expect(await disputes.update(dispute.id, { submit: true })).toMatchObject({ status: 'won' })
})

test('adyen: a dispute is answered at Adyen itself, and the refusal says so', async () => {
  const adyen = await openShop(api, ['adyen'])
  const { dispute } = await disputedPayment(adyen)
  const { disputes: there } = adyen.stripe
  const answers = [
    () => there.close(dispute.id),
    () => there.update(dispute.id, { evidence: winning }),
  ]
  for (const answer of answers) {
    const refusal = await stripeError(answer())
    expect(refusal.statusCode).toBe(400)
    expect(refusal.message).toContain('Disputes at adyen cannot be answered from here')
  }
  const kept = await there.update(dispute.id, { evidence: winning, submit: false })
  expect(kept).toMatchObject({ status: 'needs_response', evidence: winning })
})

test('evidence is checked field by field', async () => {
  const { dispute } = await disputedPayment(shop)
  const long = (length: number) => 'x '.repeat(length / 2)
  const wide = Object.fromEntries(
    [
      ...['access_activity_log', 'cancellation_policy_disclosure', 'cancellation_rebuttal'],
      ...['duplicate_charge_explanation', 'product_description', 'refund_policy_disclosure'],
      ...['refund_refusal_explanation', 'uncategorized_text'],
    ].map((name) => [name, long(20_000)]),
  )
  for (const [params, param] of [
    [{ evidence: { customer_name: long(5_002) } }, 'evidence[customer_name]'],
    [{ evidence: { receipt: 'file_1' } }, 'evidence[receipt]'],
    [{ evidence: { colour: 'red' } }, 'evidence[colour]'],
    [{ evidence: wide }, 'evidence'],
    [{ submit: true }, 'evidence'],
    [{ submit: 'perhaps' }, 'submit'],
  ] as const) {
    const refusal = await stripeError(disputes.update(dispute.id, params as never))
    expect({ status: refusal.statusCode, param: refusal.param }).toEqual({ status: 400, param })
  }
  expect(await disputeUntil(shop, dispute.id, 'needs_response')).toMatchObject({
    evidence_details: { has_evidence: false },
  })
})
