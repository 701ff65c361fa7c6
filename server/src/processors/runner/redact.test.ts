import { expect, test } from 'vitest'
import { redact, redactPath } from './redact.ts'

test.each([
  ['card 4242424242424242 refused', 'card [redacted] refused'],
  ['card 4242 4242 4242 4242 refused', 'card [redacted] refused'],
  ['card 3782-822463-10005 refused', 'card [redacted] refused'],
  ['Basic AQEkey sent', 'Basic [redacted] sent'],
  ['HTTP 500 after 12000 ms', 'HTTP 500 after 12000 ms'],
])('%s', (text, safe) => {
  expect(redact(text, { apiKey: 'AQEkey', mode: 'x' })).toBe(safe)
})

test('long texts are cut', () => {
  expect(redact('x'.repeat(500), {})).toBe(`${'x'.repeat(200)}…`)
})

test('a path keeps its ids and loses its query', () => {
  expect(redactPath('/payments/8835617/captures?key=1#x', {})).toBe('/payments/8835617/captures')
})
