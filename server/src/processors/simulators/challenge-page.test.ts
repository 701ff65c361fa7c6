import { expect, test } from 'vitest'
import { challengeGonePage, challengePage, pageHeaders } from './challenge-page.ts'

const page = challengePage({
  merchant: '<b>Tom & "Sons"</b>',
  amount: '15.00 EUR',
  last4: '4242',
  action: 'https://bank.example/3d-secure/pi_1',
})

test('says who asks for how much with which card', () => {
  for (const text of ['15.00 EUR', 'ending in 4242', 'Confirm your payment']) {
    expect(page).toContain(text)
  }
})

test('shows what it is given as text, never as markup', () => {
  expect(page).not.toContain('<b>')
  expect(page).toContain('&#60;b&#62;Tom &#38; &#34;Sons&#34;')
})

test('works without a script and lets nothing else in', () => {
  expect(page).not.toMatch(/<script|javascript:|\son\w+=/i)
  expect(pageHeaders['content-security-policy']).toContain("default-src 'none'")
})

test('names its language, fits a phone and has two buttons a keyboard reaches', () => {
  for (const html of [page, challengeGonePage()]) {
    expect(html).toContain('<html lang="en">')
    expect(html).toContain('width=device-width')
    expect(html.match(/<h1>/g)).toHaveLength(1)
  }
  expect(page.match(/<button [^>]*name="result" value="\w+">\w+<\/button>/g)).toHaveLength(2)
})

test('saving a card names no amount', () => {
  const saving = challengePage({ merchant: 'Shop', last4: '4242', action: '/x' })
  expect(saving).toContain('Confirm your card')
  expect(saving).not.toContain('Amount')
})
