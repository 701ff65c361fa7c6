import { expect, test } from 'vitest'
import { brandOf, isCardNumber, judge, type Situation, testCard } from './test-cards.ts'

const situations: Readonly<Record<string, Partial<Situation>>> = {
  here: {},
  'here, asked': { authenticationWanted: true },
  passed: { authenticated: true },
  away: { offSession: true },
  'away, set up': { offSession: true, setUp: true },
  saving: { kind: 'verify' },
}

test('what each card does, and when', () => {
  const numbers = {
    '4242424242424242': 'good',
    '4000000000009995': 'no funds',
    '4000000000000341': 'saves, then declines',
    '4000002500003155': 'unless set up',
    '4000002760003184': 'always',
    '4000003800000446': 'set up before',
    '4000008260003178': 'always, then no funds',
    '4000000000003220': '3DS required',
    '4000008400001629': '3DS, then declined',
    '4000008400001280': '3DS broken',
    '4000000000003055': '3DS optional',
    '378282246310005': 'no 3DS',
  }
  const lines = Object.entries(numbers).map(([number, name]) => {
    const cells = Object.entries(situations).map(([title, changes]) => {
      const verdict = judge(testCard(number), {
        kind: 'charge',
        offSession: false,
        setUp: false,
        authenticated: false,
        authenticationWanted: false,
        ...changes,
      })
      return `${title}: ${verdict.verdict === 'decline' ? verdict.code : verdict.verdict}`
    })
    return `${name} | ${cells.join(' | ')}`
  })
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "good | here: approve | here, asked: approve | passed: approve | away: approve | away, set up: approve | saving: approve
    no funds | here: insufficient_funds | here, asked: insufficient_funds | passed: insufficient_funds | away: insufficient_funds | away, set up: insufficient_funds | saving: insufficient_funds
    saves, then declines | here: generic_decline | here, asked: generic_decline | passed: generic_decline | away: generic_decline | away, set up: generic_decline | saving: approve
    unless set up | here: challenge | here, asked: challenge | passed: approve | away: authentication_required | away, set up: approve | saving: challenge
    always | here: challenge | here, asked: challenge | passed: approve | away: authentication_required | away, set up: authentication_required | saving: challenge
    set up before | here: challenge | here, asked: challenge | passed: approve | away: approve | away, set up: approve | saving: challenge
    always, then no funds | here: challenge | here, asked: challenge | passed: insufficient_funds | away: authentication_required | away, set up: insufficient_funds | saving: challenge
    3DS required | here: challenge | here, asked: challenge | passed: approve | away: authentication_required | away, set up: authentication_required | saving: challenge
    3DS, then declined | here: challenge | here, asked: challenge | passed: generic_decline | away: authentication_required | away, set up: generic_decline | saving: challenge
    3DS broken | here: generic_decline | here, asked: generic_decline | passed: approve | away: generic_decline | away, set up: generic_decline | saving: generic_decline
    3DS optional | here: approve | here, asked: challenge | passed: approve | away: approve | away, set up: approve | saving: approve
    no 3DS | here: approve | here, asked: approve | passed: approve | away: approve | away, set up: approve | saving: approve"
  `)
})

test.each([
  ['4242424242424242', true, 'visa'],
  ['4242424242424241', false, 'visa'],
  ['378282246310005', true, 'amex'],
  ['5555555555554444', true, 'mastercard'],
  ['2223003122003222', true, 'mastercard'],
  ['6011111111111117', true, 'discover'],
  ['3056930009020004', true, 'diners'],
  ['3566002020360505', true, 'jcb'],
  ['6200000000000005', true, 'unionpay'],
  ['42', false, 'visa'],
  ['4242 4242', false, 'visa'],
])('%s is a card number: %s, of %s', (number, valid, brand) => {
  expect(isCardNumber(number)).toBe(valid)
  expect(brandOf(number)).toBe(brand)
})
