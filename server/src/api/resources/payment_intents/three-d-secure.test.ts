import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { answerChallenge, openShop } from '../../../../test/shop.ts'
import { stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
// The processors tell nobody anything: what the payer's return does not find out stays unknown.
const shops = {
  stripe: await openShop(api, ['stripe'], { notified: false }),
  adyen: await openShop(api, ['adyen'], { notified: false }),
}
const base = { amount: 6000, currency: 'eur', confirm: true }
const challenged = { ...base, payment_method: 'pm_card_threeDSecure2Required' }
const return_url = 'https://shop.example/thanks?order=7'

function pageOf(intent: { next_action: { redirect_to_url?: { url: string | null } } | null }) {
  return String(intent.next_action?.redirect_to_url?.url)
}

for (const processor of ['stripe', 'adyen'] as const) {
  const { stripe } = shops[processor]

  test(`${processor}: a payer who completes the challenge comes back to the merchant, paid`, async () => {
    const intent = await stripe.paymentIntents.create({ ...challenged, return_url })
    expect(intent).toMatchObject({
      ...{ status: 'requires_action', latest_charge: null },
      next_action: { type: 'redirect_to_url', redirect_to_url: { return_url } },
    })
    const back = await answerChallenge(pageOf(intent), 'complete')
    expect(back.status).toBe(303)
    const location = new URL(String(back.headers.get('location')))
    expect(location.origin + location.pathname).toBe('https://shop.example/thanks')
    expect(Object.fromEntries(location.searchParams)).toEqual({
      order: '7',
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    })
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
    expect(paid).toMatchObject({
      ...{ status: 'succeeded', next_action: null },
      latest_charge: {
        payment_method_details: {
          card: { three_d_secure: { result: 'authenticated', authentication_flow: 'challenge' } },
        },
      },
    })
  })

  test(`${processor}: a payer who fails the challenge leaves an intent to try again`, async () => {
    const intent = await stripe.paymentIntents.create({ ...challenged, return_url })
    const back = await answerChallenge(pageOf(intent), 'fail')
    expect(back.headers.get('location')).toContain('redirect_status=failed')
    const failed = await stripe.paymentIntents.retrieve(intent.id)
    expect(failed).toMatchObject({
      ...{ status: 'requires_payment_method', payment_method: null, latest_charge: null },
      last_payment_error: {
        code: 'payment_intent_authentication_failure',
        type: 'invalid_request_error',
        payment_method: { card: { last4: '3220' } },
      },
    })
    expect((await stripe.charges.list({ payment_intent: intent.id })).data).toEqual([])
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
    expect(paid.status).toBe('succeeded')
  })

  test(`${processor}: a card can be declined after its challenge`, async () => {
    const intent = await stripe.paymentIntents.create({
      ...{ ...base, return_url, payment_method: 'pm_card_threeDSecureRequiredChargeDeclined' },
      payment_method_types: ['card'],
    } as never)
    await answerChallenge(pageOf(intent), 'complete')
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    })
  })

  test(`${processor}: nobody is there to authenticate off session`, async () => {
    const refusal = await stripeError(
      stripe.paymentIntents.create({
        ...{ ...base, payment_method: 'pm_card_authenticationRequired', off_session: true },
      }),
    )
    expect(refusal).toMatchObject({
      ...{ statusCode: 402, code: 'authentication_required' },
      decline_code: 'authentication_required',
      payment_intent: { status: 'requires_payment_method' },
    })
  })

  test(`${processor}: error_on_requires_action fails the payment, and nobody can complete it later`, async () => {
    const refusal = await stripeError(
      stripe.paymentIntents.create({ ...challenged, error_on_requires_action: true }),
    )
    expect(refusal).toMatchObject({
      ...{ statusCode: 402, code: 'authentication_required' },
      decline_code: 'authentication_not_handled',
      payment_intent: { status: 'requires_payment_method', next_action: null, latest_charge: null },
    })
    const id = String(refusal.payment_intent?.id)
    const voids = await api.sql(
      `select m.kind, m.status, a.status as attempt from modifications m join attempts a on a.id = m.attempt_id
        where a.intent_id = $1`,
      [id],
    )
    expect(voids).toEqual([{ kind: 'void', status: 'succeeded', attempt: 'voided' }])
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    expect(paid.status).toBe('succeeded')
  })

  test(`${processor}: a payer who gives up the challenge can pay with another card`, async () => {
    const intent = await stripe.paymentIntents.create({ ...challenged, return_url })
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
    expect(paid).toMatchObject({ status: 'succeeded', next_action: null })
    // The bank may still show its page: whoever completes it now completes nothing.
    if ((await fetch(pageOf(intent))).ok) await answerChallenge(pageOf(intent), 'complete')
    const charges = await stripe.charges.list({ payment_intent: intent.id })
    expect(charges.data).toHaveLength(1)
  })
}

test('without a return_url the challenge is the front end’s, and the payer ends on a page of ours', async () => {
  const { stripe } = shops.stripe
  const intent = await stripe.paymentIntents.create(challenged)
  expect(intent.next_action).toMatchObject({
    type: 'use_stripe_sdk',
    use_stripe_sdk: { type: 'three_d_secure_redirect' },
  })
  const action = intent.next_action?.use_stripe_sdk as unknown as { stripe_js: string } | undefined
  const page = await answerChallenge(String(action?.stripe_js), 'complete')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = String(page.headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe-inline')
  const html = await page.text()
  expect(html).toContain('<h1>Confirmed</h1>')
  expect(html).not.toContain('<script')
})

test('a payer may come back twice, late, or to nothing at all', async () => {
  const { stripe } = shops.stripe
  const intent = await stripe.paymentIntents.create({ ...challenged, return_url })
  const [row] = await api.sql<{ open_attempt_id: string; merchant_id: string }>(
    'select open_attempt_id, merchant_id from payment_intents where id = $1',
    [intent.id],
  )
  const address = `${api.url}/return/${row?.merchant_id}/test/${row?.open_attempt_id}`
  const early = await fetch(address, { redirect: 'manual' })
  expect(early.headers.get('location')).toContain('redirect_status=pending')
  await answerChallenge(pageOf(intent), 'complete')
  const again = await fetch(address, { redirect: 'manual' })
  expect(again.headers.get('location')).toContain('redirect_status=succeeded')
  for (const wrong of [
    `${api.url}/return/${row?.merchant_id}/live/${row?.open_attempt_id}`,
    `${api.url}/return/${row?.merchant_id}/test/ch_nobody`,
    `${api.url}/return/acct_nobody/test/${row?.open_attempt_id}`,
    `${api.url}/return/${row?.merchant_id}/other/${row?.open_attempt_id}`,
  ]) {
    expect((await fetch(wrong)).status, wrong).toBe(404)
  }
})

test('a server that confirms by hand confirms once more after the challenge, and is told it is paid', async () => {
  const { stripe, browser } = shops.stripe
  const intent = await stripe.paymentIntents.create({
    ...{ ...challenged, confirmation_method: 'manual', return_url },
  })
  const refusal = await stripeError(
    browser.paymentIntents.confirm(intent.id, { client_secret: intent.client_secret } as object),
  )
  expect(refusal.message).toContain('only a secret API key')
  await answerChallenge(pageOf(intent), 'complete')
  const confirmed = await stripe.paymentIntents.confirm(intent.id)
  expect(confirmed).toMatchObject({ status: 'succeeded', amount_received: 6000 })
})

test('a browser cannot decide what is the merchant’s to decide', async () => {
  const { stripe, browser } = shops.stripe
  const { id, client_secret } = await stripe.paymentIntents.create({ amount: 900, currency: 'usd' })
  for (const own of [{ off_session: true }, { capture_method: 'manual' }]) {
    const refusal = await stripeError(
      browser.paymentIntents.confirm(id, {
        ...{ client_secret, payment_method: 'pm_card_visa', ...own },
      } as object),
    )
    expect(refusal).toMatchObject({ statusCode: 400, param: Object.keys(own)[0] })
  }
})
