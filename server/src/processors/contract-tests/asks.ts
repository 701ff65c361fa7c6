import { expect } from 'vitest'
import { type Money, money, newId } from '../../kernel/index.ts'
import type {
  Answer,
  Approved,
  AuthorizeAsk,
  CaptureAsk,
  Card,
  LookupAsk,
  RefundAsk,
  RequiresAction,
} from '../adapter.ts'
import type { Bed } from './bed.ts'

/** Test cards by what they do; the same at every simulator. */
export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  challenged: '4000000000003220',
  challengedThenDeclined: '4000008400001629',
  challengedUnlessSetUp: '4000002500003155',
  alwaysChallenged: '4000002760003184',
  cvcFails: '4000000000000101',
  addressFails: '4000000000000010',
  refundPending: '4000000000007726',
  refundFails: '4000000000005126',
  disputed: '4000000000000259',
} as const

export const eur = (amount: bigint | number): Money => money(amount, 'eur')

export function card(number: string, more: Partial<Card> = {}): Card {
  return {
    number,
    expMonth: 3,
    expYear: 2030,
    cvc: '737',
    holderName: 'Jane Payer',
    ...more,
  }
}

/** Our reference and key of something new to ask for. */
export function fresh(prefix: 'ch' | 're' | 'cp' | 'vd' | 'in' | 'se') {
  return { reference: newId(prefix), idempotencyKey: newId('key') }
}

/** An ordinary payment of 15.00 EUR, taken at once; `changes` make it another. */
export function payment(bed: Bed, changes: Partial<AuthorizeAsk> = {}): AuthorizeAsk {
  return {
    ...fresh('ch'),
    amount: eur(1_500),
    authentication: 'automatic',
    capture: 'automatic',
    card: card(cards.good),
    offSession: false,
    returnUrl: bed.returnUrl,
    saveForLater: false,
    ...changes,
  }
}

/** Authorizes, and insists that it is approved. */
export async function approved(bed: Bed, ask: AuthorizeAsk): Promise<Approved> {
  const answer = await bed.ask(bed.adapter.authorize, ask)
  expect(answer).toMatchObject({ outcome: 'approved', amount: ask.amount })
  return answer as Approved
}

/** Authorizes 15.00 EUR to be captured by hand. */
export async function authorized(bed: Bed, changes: Partial<AuthorizeAsk> = {}): Promise<Approved> {
  return approved(bed, payment(bed, { capture: 'manual', ...changes }))
}

export function captureOf(paid: Approved, changes: Partial<CaptureAsk> = {}): CaptureAsk {
  const { processorReference } = paid
  return { ...fresh('cp'), processorReference, amount: eur(1_500), final: true, ...changes }
}

export function refundOf(paid: Approved, changes: Partial<RefundAsk> = {}): RefundAsk {
  const { processorReference } = paid
  return { ...fresh('re'), processorReference, amount: eur(1_500), ...changes }
}

export function lookupOf(ask: AuthorizeAsk, changes: Partial<LookupAsk> = {}): LookupAsk {
  const { reference, amount, capture } = ask
  return { kind: 'authorize', reference, amount, capture, askedAt: new Date(), ...changes }
}

/** Plays the payer at the bank's page. @returns the query the browser brought back to us */
export async function passChallenge(
  bed: Bed,
  { redirectUrl }: RequiresAction,
  result: 'complete' | 'fail',
): Promise<Record<string, string>> {
  const page = await fetch(redirectUrl)
  expect(page.status).toBe(200)
  const html = (await page.text()).replace(/&#(\d+);/g, (_all, code) =>
    String.fromCharCode(Number(code)),
  )
  const [, action = ''] = /<form method="post" action="([^"]+)">/.exec(html) ?? []
  const back = await fetch(new URL(action, redirectUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `result=${result}`,
    redirect: 'manual',
  })
  expect(back.status).toBe(303)
  const location = new URL(back.headers.get('location') ?? '')
  expect(location.href).toContain(bed.returnUrl)
  return Object.fromEntries(location.searchParams)
}

/** Authorizes with a card whose bank wants to see the payer, and plays the payer. */
export async function challenged(
  bed: Bed,
  ask: AuthorizeAsk,
  result: 'complete' | 'fail',
): Promise<Answer> {
  const answer = await bed.ask(bed.adapter.authorize, ask)
  expect(answer).toMatchObject({ outcome: 'requires_action' })
  const { processorReference } = answer as RequiresAction
  const query = await passChallenge(bed, answer as RequiresAction, result)
  const { reference, amount, capture } = ask
  return bed.ask(bed.adapter.complete, {
    reference,
    idempotencyKey: newId('key'),
    processorReference,
    amount,
    capture,
    query,
  })
}
