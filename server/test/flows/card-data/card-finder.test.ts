import { expect, test } from 'vitest'
import { cardFinder } from './card-finder.ts'
import { markedCode, markedNumber, wrongCode, wrongNumber } from './marked-cards.ts'

const number = markedNumber(7)
const find = cardFinder(['4000000000000002'])
const encoded = (text: string, to: BufferEncoding) => Buffer.from(text).toString(to)

test.each([
  ['a log line', `{"level":30,"msg":"pay","body":{"number":"${number}"}}`],
  ['a number in JSON', `{"number":${number}}`],
  ['a form', `card[number]=${number}&x=1`],
  ['a form with blanks', `number=${number.replaceAll(/\d{4}/g, '$&+')}`],
  ['escaped blanks', number.replaceAll(/\d{4}/g, '$&%20')],
  ['printed groups', number.replaceAll(/\d{4}/g, '$& ')],
  ['a number but for its end', number.slice(0, 10)],
  ['a mistyped number', wrongNumber(7)],
  ['a published number', 'of 4000 0000 0000 0002'],
  ...['', 'a', 'ab'].map((before) => [
    'base64',
    encoded(`${before}{"number":"${number}"}`, 'base64'),
  ]),
  ['bytes in a dump', `\\x${encoded(`{"number":"${number}"}`, 'hex')}`],
  ['a code in JSON', `{"cvc":"123"}`],
  ['a code in escaped JSON', `"{\\"cvc\\":\\"123\\"}"`],
  ['a code in a form', 'card[cvc]=1234'],
  ['a code by its own', `(1,"${markedCode}",f)`],
  ['a code among others', `of (1,${markedCode},f)`],
  ['a code of ten digits', `x${wrongCode}x`],
])('%s is found', (_what, text) => {
  expect(find(text)).not.toEqual([])
})

test.each([
  ['what may be shown', `{"bin":"400005","last4":"${number.slice(-4)}"}`],
  ['a check', '"cvc_check":"pass","cvc":"fail"'],
  ['a time', '2026-01-01 12:00:00.077+00'],
  ['an amount', '(1,1077,40000)'],
])('%s is not', (_what, text) => {
  expect(find(text)).toEqual([])
})
