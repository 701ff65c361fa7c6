import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { openShop } from '../../../../test/shop.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
const shop = await openShop(api)
const sibling = await openShop(api)
const stranger = await api.stranger()
const account = shop.tenant.merchant.id
const psp = stripeClient(api, { key: api.keys.psp })
const acting = { stripeAccount: account }
const sale = {
  ...{ amount: 2000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
} as const
const shared = { ...sale, application_fee_amount: 300 }
const expandCharge = { expand: ['latest_charge.balance_transaction'] }

/** An intent's charge, which was asked for expanded. */
function chargeOf({ latest_charge }: Stripe.PaymentIntent): Stripe.Charge {
  if (latest_charge === null || typeof latest_charge === 'string') {
    throw new Error(`Expected a charge, got ${latest_charge}.`)
  }
  return latest_charge
}

/** What the merchant is owed, by its balance and by all its transactions. */
async function funds(): Promise<{ balance: number; transactions: number }> {
  const { available, pending } = await shop.stripe.balance.retrieve()
  const all = await shop.stripe.balanceTransactions.list({ limit: 100 })
  return {
    balance: [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0),
    transactions: all.data.reduce((sum, { net }) => sum + net, 0),
  }
}

test('a PSP’s fee on its merchant’s payment is taken with the payment, beside its price', async () => {
  const before = await funds()
  const paid = await psp.paymentIntents.create({ ...shared, ...expandCharge }, acting)
  expect(paid.application_fee_amount).toBe(300)
  const charge = chargeOf(paid)
  expect(charge).toMatchObject({
    application_fee_amount: 300,
    application_fee: expect.stringMatching(/^fee_/),
    balance_transaction: {
      ...{ type: 'charge', amount: 2000, fee: 388, net: 1612 },
      fee_details: [
        { type: 'application_fee', amount: 300, currency: 'usd', description: 'Application fee' },
        { type: 'stripe_fee', amount: 88, currency: 'usd', description: 'Processing fees' },
      ],
    },
  })
  const after = await funds()
  expect(after).toEqual({ balance: before.balance + 1612, transactions: before.balance + 1612 })
})

test('a fee of nothing is no fee', async () => {
  const paid = await psp.paymentIntents.create(
    { ...sale, application_fee_amount: 0, ...expandCharge },
    acting,
  )
  expect(chargeOf(paid)).toMatchObject({
    ...{ application_fee_amount: 0, application_fee: null },
    balance_transaction: { fee: 88 },
  })
})

test('a merchant is owed nothing of funds at once that fees use up', async () => {
  const before = await funds()
  const paid = await psp.paymentIntents.create(
    {
      ...{ ...sale, payment_method: 'pm_card_bypassPending', application_fee_amount: 1912 },
      ...expandCharge,
    },
    acting,
  )
  expect(chargeOf(paid).balance_transaction).toMatchObject({ fee: 2000, net: 0 })
  expect(await funds()).toEqual(before)
})

test('a fee is said, changed and taken back until the payment is confirmed', async () => {
  const open = { amount: 2000, currency: 'usd' }
  const { id } = await psp.paymentIntents.create(open, acting)
  const changed = await psp.paymentIntents.update(id, { application_fee_amount: 100 }, acting)
  expect(changed.application_fee_amount).toBe(100)
  const lowered = await stripeError(psp.paymentIntents.update(id, { amount: 99 }, acting))
  expect(lowered).toMatchObject({ statusCode: 400, param: 'amount' })
  const cleared = await psp.paymentIntents.update(id, { application_fee_amount: '' }, acting)
  expect(cleared.application_fee_amount).toBeNull()
  await psp.paymentIntents.update(id, { application_fee_amount: 120 }, acting)
  const paid = await psp.paymentIntents.confirm(
    id,
    { payment_method: 'pm_card_visa', ...expandCharge },
    acting,
  )
  expect(chargeOf(paid).balance_transaction).toMatchObject({ fee: 208 })
  const late = psp.paymentIntents.update(id, { application_fee_amount: 1 }, acting)
  expect(await stripeError(late)).toMatchObject({
    ...{ statusCode: 400, param: 'application_fee_amount' },
    message:
      'The parameter application_fee_amount cannot be updated on a PaymentIntent after a capture has already been made.',
  })
})

test('a capture in part takes the whole fee, no more than was captured, or what it says itself', async () => {
  const hold = { ...sale, application_fee_amount: 1500, capture_method: 'manual' } as const
  const captured = async (params: Stripe.PaymentIntentCaptureParams) => {
    const { id } = await psp.paymentIntents.create(hold, acting)
    const paid = await psp.paymentIntents.capture(id, { ...params, ...expandCharge }, acting)
    const { balance_transaction, application_fee_amount } = chargeOf(paid)
    const { fee_details, net } = balance_transaction as Stripe.BalanceTransaction
    return [application_fee_amount, fee_details.map(({ amount }) => amount), net]
  }
  expect(await captured({ amount_to_capture: 1800 })).toEqual([1500, [1500, 82], 218])
  // The price comes on top, so a fee of all that was taken leaves the merchant owing that.
  expect(await captured({ amount_to_capture: 1000 })).toEqual([1500, [1000, 59], -59])
  expect(await captured({ amount_to_capture: 1000, application_fee_amount: 50 })).toEqual([
    ...[50, [50, 59], 891],
  ])
  expect(await captured({ application_fee_amount: 0 })).toEqual([0, [88], 1912])
})

test('a hold is raised with the fee', async () => {
  const held = await psp.paymentIntents.create(
    {
      ...{ ...shared, capture_method: 'manual' },
      payment_method_options: { card: { request_incremental_authorization: 'if_available' } },
    },
    acting,
  )
  const more = { amount: 3000, application_fee_amount: 450 }
  const raised = await psp.paymentIntents.incrementAuthorization(held.id, more, acting)
  expect(raised.application_fee_amount).toBe(450)
  const paid = await psp.paymentIntents.capture(held.id, expandCharge, acting)
  expect(chargeOf(paid).balance_transaction).toMatchObject({ fee: 450 + 117 })
})

test('a capture that is refused leaves the fee as it was', async () => {
  const { id } = await psp.paymentIntents.create({ ...shared, capture_method: 'manual' }, acting)
  api.simulators.controls.stripe.addFaults([{ operation: 'capture', fault: 'decline', times: 1 }])
  await stripeError(psp.paymentIntents.capture(id, { application_fee_amount: 7 }, acting))
  const paid = await psp.paymentIntents.capture(id, expandCharge, acting)
  expect(chargeOf(paid).application_fee_amount).toBe(300)
})

test('refunds in parts give back their parts of the fee, and all of it in the end', async () => {
  const before = await funds()
  const paid = await psp.paymentIntents.create({ ...sale, application_fee_amount: 100 }, acting)
  const fees: number[] = []
  for (const amount of [667, 667, 666]) {
    const refund = await psp.refunds.create(
      {
        ...{ payment_intent: paid.id, amount, refund_application_fee: true },
        expand: ['balance_transaction'],
      },
      acting,
    )
    const transaction = refund.balance_transaction as Stripe.BalanceTransaction
    expect(transaction).toMatchObject({
      ...{ amount: -amount, net: -amount - transaction.fee },
      fee_details: [{ type: 'application_fee', amount: transaction.fee }],
    })
    fees.push(transaction.fee)
  }
  expect(fees).toEqual([-33, -33, -34])
  const after = await funds()
  expect(after).toEqual({ balance: before.balance - 88, transactions: before.balance - 88 })
})

test('a refund keeps the fee unless the PSP says otherwise', async () => {
  const paid = await psp.paymentIntents.create(shared, acting)
  const kept = await shop.stripe.refunds.create({
    ...{ payment_intent: paid.id, amount: 1000, refund_application_fee: false },
    expand: ['balance_transaction'],
  })
  expect(kept.balance_transaction).toMatchObject({ fee: 0, net: -1000 })
  const byMerchant = { payment_intent: paid.id, refund_application_fee: true }
  expect(await stripeError(shop.stripe.refunds.create(byMerchant))).toMatchObject({
    ...{ statusCode: 400, param: 'refund_application_fee' },
  })
  const half = await psp.refunds.create({ ...byMerchant, expand: ['balance_transaction'] }, acting)
  expect(half.balance_transaction).toMatchObject({ fee: -150, net: -850 })
})

test('where there is no fee, none is given back', async () => {
  const { id, latest_charge } = await psp.paymentIntents.create(sale, acting)
  const refund = psp.refunds.create({ payment_intent: id, refund_application_fee: true }, acting)
  expect(await stripeError(refund)).toMatchObject({
    ...{ statusCode: 400, param: 'refund_application_fee' },
    message: `Attempting to refund_application_fee on ${latest_charge}, but it has no application fee`,
  })
})

test('what is refused of a fee is named', async () => {
  const open = { amount: 2000, currency: 'usd' }
  for (const [client, params, code, param] of [
    [shop.stripe, { application_fee_amount: 1 }, 'parameter_missing', 'application_fee_amount'],
    [psp, { application_fee_amount: 2001 }, undefined, 'application_fee_amount'],
    [psp, { application_fee_amount: -1 }, 'parameter_invalid_integer', 'application_fee_amount'],
    [
      ...[psp, { transfer_data: { destination: account, amount: 5 } }],
      ...[undefined, 'transfer_data[amount]'],
    ],
    [psp, { on_behalf_of: sibling.tenant.merchant.id }, 'resource_missing', 'on_behalf_of'],
  ] as const) {
    const options = client === psp ? acting : {}
    const call = (client as Stripe).paymentIntents.create(
      { ...open, ...(params as object) },
      options,
    )
    const refusal = await stripeError(call)
    expect({ status: refusal.statusCode, code: refusal.code, param: refusal.param }).toEqual({
      ...{ status: 400, code, param },
    })
  }
})

test('a charge in one call takes a fee, at once or when it is captured', async () => {
  const card = { amount: 2000, currency: 'usd', source: 'tok_visa' }
  const expand = { expand: ['balance_transaction'] }
  const paid = await psp.charges.create({ ...card, application_fee_amount: 300, ...expand }, acting)
  expect(paid).toMatchObject({
    ...{ application_fee_amount: 300, balance_transaction: { fee: 388 } },
  })
  const held = await psp.charges.create({ ...card, capture: false }, acting)
  const fee = { application_fee_amount: 40, ...expand }
  const captured = await psp.charges.capture(held.id, { amount: 1000, ...fee }, acting)
  expect(captured).toMatchObject({
    ...{ application_fee_amount: 40, balance_transaction: { fee: 99 } },
  })
  const refusal = await stripeError(
    shop.stripe.charges.create({ ...card, application_fee_amount: 300 }),
  )
  expect(refusal).toMatchObject({ statusCode: 400, param: 'application_fee_amount' })
})

test('a PSP names its merchant in a payment’s parameters, as in the header', async () => {
  const transfer_data = { destination: account }
  for (const named of [{ transfer_data }, { on_behalf_of: account }]) {
    const paid = await psp.paymentIntents.create({ ...shared, ...named })
    expect(paid).toMatchObject({ status: 'succeeded', ...named })
    expect(await shop.stripe.paymentIntents.retrieve(paid.id)).toMatchObject(named)
  }
  const charge = { amount: 2000, currency: 'usd', source: 'tok_visa', on_behalf_of: account }
  const paid = await psp.charges.create({ ...charge, transfer_data })
  expect(paid).toMatchObject({
    ...{ on_behalf_of: account, transfer_data: { amount: null, destination: account } },
  })
  expect((await shop.stripe.charges.retrieve(paid.id)).id).toBe(paid.id)
})

test('a payment made for a named merchant is made once for one idempotency key', async () => {
  const params = { ...shared, transfer_data: { destination: account } }
  const options = { idempotencyKey: 'a-named-merchant' }
  const first = await psp.paymentIntents.create(params, options)
  expect((await psp.paymentIntents.create(params, options)).id).toBe(first.id)
})

test('a PSP that names no merchant of its own is told so, whoever’s it is', async () => {
  const open = { amount: 2000, currency: 'usd' }
  const tell = async (named: Partial<Stripe.PaymentIntentCreateParams>, client = psp) => {
    const { statusCode, code, param, message } = await stripeError(
      client.paymentIntents.create({ ...open, ...named }),
    )
    return { statusCode, code, param, message }
  }
  const foreign = stranger.tenant.merchant.id
  for (const id of [foreign, 'acct_nobody']) {
    expect(await tell({ on_behalf_of: id })).toEqual({
      ...{ statusCode: 400, code: 'resource_missing', param: 'on_behalf_of' },
      message: `No such on_behalf_of: '${id}'`,
    })
    expect(await tell({ transfer_data: { destination: id }, on_behalf_of: account })).toEqual({
      ...{ statusCode: 400, code: 'resource_missing', param: 'transfer_data[destination]' },
      message: `No such destination: '${id}'`,
    })
    expect(await tell({ on_behalf_of: id }, sibling.stripe)).toMatchObject({
      ...{ statusCode: 400, code: 'resource_missing', param: 'on_behalf_of' },
    })
  }
  const two = { transfer_data: { destination: account }, on_behalf_of: sibling.tenant.merchant.id }
  expect(await tell(two)).toMatchObject({ code: 'resource_missing', param: 'on_behalf_of' })
  expect(await tell({})).toMatchObject({ statusCode: 403 })
  const elsewhere = psp.paymentIntents.create(
    { ...open, on_behalf_of: account },
    { stripeAccount: sibling.tenant.merchant.id },
  )
  expect(await stripeError(elsewhere)).toMatchObject({ code: 'resource_missing' })
})
