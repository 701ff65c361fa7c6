import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { openShop } from '../../../../test/shop.ts'
import { stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
const { stripe } = await openShop(api)
const open = { amount: 2500, currency: 'usd' }

test('an open intent changes in all its terms', async () => {
  const { id } = await stripe.paymentIntents.create({
    ...open,
    metadata: { order: '1', kept: 'yes' },
  })
  const changed = await stripe.paymentIntents.update(id, {
    ...{ amount: 3600, currency: 'eur', description: 'Two chairs', receipt_email: 'a@b.example' },
    metadata: { order: '', size: 'L' },
    shipping: { name: 'Ann', address: { line1: 'Road 1', country: 'SE' } },
    payment_method: 'pm_card_visa',
  })
  expect(changed).toMatchObject({
    ...{ amount: 3600, currency: 'eur', description: 'Two chairs', receipt_email: 'a@b.example' },
    ...{ status: 'requires_confirmation', metadata: { kept: 'yes', size: 'L' } },
    shipping: { name: 'Ann', phone: null, address: { line1: 'Road 1', city: null } },
  })
  expect((await stripe.paymentIntents.confirm(id)).amount_received).toBe(3600)
})

test('metadata is cleared whole by an empty value', async () => {
  const { id } = await stripe.paymentIntents.create({ ...open, metadata: { a: '1', b: '2' } })
  expect((await stripe.paymentIntents.update(id, { metadata: '' })).metadata).toEqual({})
})

test('what was paid can be described but not changed', async () => {
  const { id } = await stripe.paymentIntents.create({
    ...{ ...open, payment_method: 'pm_card_visa', confirm: true },
  })
  const described = await stripe.paymentIntents.update(id, {
    description: 'Paid',
    metadata: { a: 'b' },
  })
  expect(described).toMatchObject({ description: 'Paid', metadata: { a: 'b' } })
  const refusal = await stripeError(stripe.paymentIntents.update(id, { amount: 100 }))
  expect(refusal).toMatchObject({
    ...{ statusCode: 400, code: 'payment_intent_unexpected_state', param: 'amount' },
    payment_intent: { id, status: 'succeeded', amount: 2500 },
  })
  expect(refusal.message).toContain(
    'amount could not be updated because it has a status of succeeded',
  )
})

test('an update clears the last error, and a change of terms ends a challenge under way', async () => {
  const failed = await stripeError(
    stripe.paymentIntents.create({
      ...{ ...open, payment_method: 'pm_card_visa_chargeDeclined', confirm: true },
    }),
  )
  const id = String(failed.payment_intent?.id)
  expect((await stripe.paymentIntents.update(id, { amount: 4000 })).last_payment_error).toBeNull()
  const challenged = await stripe.paymentIntents.confirm(id, {
    ...{ payment_method: 'pm_card_threeDSecure2Required', return_url: 'https://shop.example/' },
  })
  expect(challenged.status).toBe('requires_action')
  const changed = await stripe.paymentIntents.update(id, { amount: 4100 })
  expect(changed).toMatchObject({
    status: 'requires_confirmation',
    next_action: null,
    amount: 4100,
  })
})

test('another customer cannot take over a saved card', async () => {
  const owner = await stripe.customers.create({})
  const other = await stripe.customers.create({})
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: owner.id })
  const { id } = await stripe.paymentIntents.create({
    ...{ ...open, customer: owner.id, payment_method: card.id },
  })
  const refusal = await stripeError(stripe.paymentIntents.update(id, { customer: other.id }))
  expect(refusal).toMatchObject({ statusCode: 400, param: 'payment_method' })
})

test('what cannot be paid cannot be made', async () => {
  for (const [params, code, param] of [
    [{ amount: 0, currency: 'usd' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: 10, currency: 'usd' }, 'amount_too_small', 'amount'],
    [{ currency: 'usd' }, 'parameter_missing', 'amount'],
    [{ amount: 1000 }, 'parameter_missing', 'currency'],
    [{ ...open, customer: 'cus_nobody' }, 'resource_missing', 'customer'],
    [{ ...open, payment_method: 'pm_nothing' }, 'resource_missing', 'payment_method'],
    [{ ...open, off_session: true }, undefined, 'off_session'],
    [{ ...open, return_url: 'javascript:alert(1)', confirm: true }, undefined, 'return_url'],
    [{ ...open, payment_method_types: ['ideal'] }, undefined, 'payment_method_types[0]'],
    [
      ...[{ ...open, transfer_data: { destination: 'acct_1' } }],
      ...['resource_missing', 'transfer_data[destination]'],
    ],
  ] as const) {
    const refusal = await stripeError(stripe.paymentIntents.create(params as never))
    expect({ status: refusal.statusCode, code: refusal.code, param: refusal.param }).toEqual({
      ...{ status: 400, code, param },
    })
  }
})

test('an unknown intent is missing by the name of the path', async () => {
  expect(await stripeError(stripe.paymentIntents.retrieve('pi_nothing'))).toMatchObject({
    ...{ statusCode: 404, code: 'resource_missing', param: 'intent' },
    message: "No such payment_intent: 'pi_nothing'",
  })
})

test('cancel says why it cannot, and what it did', async () => {
  const { id } = await stripe.paymentIntents.create(open)
  const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'duplicate' })
  expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'duplicate' })
  expect(canceled.canceled_at).toBeTypeOf('number')
  const refusal = await stripeError(stripe.paymentIntents.cancel(id))
  expect(refusal).toMatchObject({
    ...{ statusCode: 400, code: 'payment_intent_unexpected_state', payment_intent: { id } },
    message: 'You cannot cancel this PaymentIntent because it has a status of canceled.',
  })
})

test('a hold is raised, and captured at its new amount', async () => {
  const held = await stripe.paymentIntents.create({
    ...{ ...open, payment_method: 'pm_card_visa', confirm: true, capture_method: 'manual' },
    payment_method_options: { card: { request_incremental_authorization: 'if_available' } },
  })
  const raised = await stripe.paymentIntents.incrementAuthorization(held.id, { amount: 3000 })
  expect(raised).toMatchObject({
    status: 'requires_capture',
    amount: 3000,
    amount_capturable: 3000,
  })
  expect((await stripe.paymentIntents.capture(held.id)).amount_received).toBe(3000)
})
