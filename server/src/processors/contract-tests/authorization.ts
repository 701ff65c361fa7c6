import { expect, test } from 'vitest'
import { exponentOf, money, newId } from '../../kernel/index.ts'
import type { RequiresAction } from '../adapter.ts'
import { approved, card, cards, challenged, fresh, passChallenge, payment } from './asks.ts'
import type { Bed, ContractSetup } from './bed.ts'

const declines: Readonly<Record<string, string>> = {
  '4000000000000002': 'generic_decline',
  '4000000000009995': 'insufficient_funds',
  '4000000000009987': 'lost_card',
  '4000000000009979': 'stolen_card',
  '4000000000000069': 'expired_card',
  '4000000000000127': 'incorrect_cvc',
  '4000000000000119': 'processing_error',
  '4000000000006975': 'card_velocity_exceeded',
  '4100000000000019': 'fraudulent',
}
/** Currencies with no, two and three decimals, and one that processors count in their own way. */
const amounts = { jpy: 1_500, eur: 1_500, kwd: 1_500, isk: 1_500 }

/** What every verification here says. */
const asked = { currency: 'eur', offSession: false, authentication: 'automatic' } as const

export function authorizationPromises(setup: ContractSetup, bed: () => Bed): void {
  const { capabilities } = setup.adapter
  const { currencies } = capabilities
  const taken = Object.entries(amounts).filter(
    ([currency]) => currencies === 'all' || currencies.has(currency),
  )

  test('an approved payment says what was taken, under our reference, once', async () => {
    const ask = payment(bed())
    const answer = await approved(bed(), ask)
    expect(answer.reference ?? ask.reference).toBe(ask.reference)
    expect(bed().booked('authorize', ask.reference)).toBe(1)
  })

  test.each(Object.entries(declines))('%s is declined: %s', async (number, code) => {
    const ask = payment(bed(), { card: card(number) })
    const answer = await bed().ask(bed().adapter.authorize, ask)
    const declineCode = setup.declines?.[number] ?? code
    expect(answer).toMatchObject({ outcome: 'declined', declineCode })
    expect(bed().booked('authorize', ask.reference)).toBe(0)
  })

  test.each(taken)(
    '%s is charged exactly, however the processor counts it',
    async (currency, amount) => {
      const ask = payment(bed(), { amount: money(amount, currency) })
      await approved(bed(), ask)
      const decimals =
        (capabilities.exponents[currency] ?? exponentOf(currency)) - exponentOf(currency)
      const [line] = bed()
        .control.book()
        .filter(({ reference }) => reference === ask.reference)
      expect(line?.currency.toLowerCase()).toBe(currency)
      expect(line?.amount).toBe(amount * 10 ** decimals)
    },
  )

  test('checks of the security code and the address are told', async () => {
    const address = { line1: 'Main Street 1', postalCode: '12345', country: 'SE' }
    const cvc = await approved(bed(), payment(bed(), { card: card(cards.cvcFails) }))
    const place = await approved(
      bed(),
      payment(bed(), { card: card(cards.addressFails, { address }) }),
    )
    expect(cvc.checks).toMatchObject({ cvc: 'fail' })
    expect(place.checks).toMatchObject({ cvc: 'pass', line1: 'fail', postalCode: 'fail' })
  })

  test.runIf(setup.adapter.verify)(
    'a card is verified, or declined, without taking money',
    async () => {
      const base = { ...asked, returnUrl: bed().returnUrl }
      const good = { ...base, ...fresh('se'), card: card(cards.good) }
      const bad = { ...base, ...fresh('se'), card: card(cards.declined) }
      expect(await bed().ask(bed().adapter.verify, good)).toMatchObject({ outcome: 'approved' })
      expect(await bed().ask(bed().adapter.verify, bad)).toMatchObject({ outcome: 'declined' })
      expect(
        bed()
          .control.book()
          .filter(({ amount }) => amount > 0),
      ).toEqual([])
    },
  )

  test.runIf(setup.adapter.verify && setup.adapter.complete)(
    'a card is verified after its holder passed a challenge',
    async () => {
      const { returnUrl } = bed()
      const ask = { ...fresh('se'), ...asked, returnUrl }
      const answer = await bed().ask(bed().adapter.verify, {
        ...ask,
        card: card(cards.challengedUnlessSetUp),
      })
      expect(answer).toMatchObject({ outcome: 'requires_action' })
      const { processorReference } = answer as RequiresAction
      const query = await passChallenge(bed(), answer as RequiresAction, 'complete')
      const end = await bed().ask(bed().adapter.complete, {
        ...ask,
        idempotencyKey: newId('key'),
        processorReference,
        capture: 'automatic',
        query,
      })
      expect(end).toMatchObject({ outcome: 'approved' })
    },
  )

  const authentication = test.runIf(capabilities.authentication)

  authentication('a payer who passes the challenge has paid, once', async () => {
    const ask = payment(bed(), { card: card(cards.challenged) })
    const answer = await challenged(bed(), ask, 'complete')
    expect(answer).toMatchObject({ outcome: 'approved', amount: ask.amount })
    expect(bed().booked('authorize', ask.reference)).toBe(1)
  })

  authentication('a payer who fails the challenge has not paid', async () => {
    const ask = payment(bed(), { card: card(cards.challenged) })
    const answer = await challenged(bed(), ask, 'fail')
    expect(answer).toMatchObject({ outcome: 'declined', declineCode: 'authentication_required' })
    expect(bed().booked('authorize', ask.reference)).toBe(0)
  })

  authentication('the issuer may still decline after the challenge', async () => {
    const ask = payment(bed(), { card: card(cards.challengedThenDeclined) })
    const answer = await challenged(bed(), ask, 'complete')
    expect(answer).toMatchObject({ outcome: 'declined' })
    expect(bed().booked('authorize', ask.reference)).toBe(0)
  })

  authentication('with the payer away, a demand for authentication is a soft decline', async () => {
    const ask = payment(bed(), { card: card(cards.alwaysChallenged), offSession: true })
    const answer = await bed().ask(bed().adapter.authorize, ask)
    expect(answer).toMatchObject({ outcome: 'declined', declineCode: 'authentication_required' })
  })

  authentication(
    'a card saved with its holder present is charged with its holder away',
    async () => {
      const saved = card(cards.challengedUnlessSetUp)
      const before = payment(bed(), { card: saved, offSession: true })
      expect(await bed().ask(bed().adapter.authorize, before)).toMatchObject({
        outcome: 'declined',
      })
      await challenged(bed(), payment(bed(), { card: saved, saveForLater: true }), 'complete')
      await approved(bed(), payment(bed(), { card: saved, offSession: true }))
    },
  )
}
