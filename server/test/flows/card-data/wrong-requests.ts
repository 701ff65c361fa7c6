import { randomUUID } from 'node:crypto'
import type { Asking } from '../../api.ts'
import { markedCode, markedNumber, wrongNumber } from './marked-cards.ts'

type Request = readonly [method: string, path: string, asking: Asking]

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { 'content-type': 'application/json' }
const keyed = () => ({ 'idempotency-key': randomUUID() })

/**
 * Requests that go wrong before anybody looks for a card in them, each with a marked number.
 * @param key of a merchant's server
 * @param intent an intent of the merchant
 */
export function wrongRequests(key: string, intent: string): Request[] {
  const number = markedNumber(1)
  const mistyped = wrongNumber(1)
  const card = `card[number]=${number}&card[cvc]=${markedCode}`
  const pay = `/v1/payment_intents/${intent}`
  const post = (path: string, asking: Asking): Request => ['POST', path, { key, ...asking }]
  const get = (path: string): Request => ['GET', path, { key }]
  const named = (name: string, value: string) =>
    post('/v1/tokens', { raw: card, headers: { ...form, [name]: value } })
  return [
    // A body nobody can read.
    ...[
      `{"card":{"number":"${number}","cvc":"${markedCode}"`,
      `{"number":${number}`,
      `"${number}"`,
    ].map((raw) => post('/v1/tokens', { raw, headers: json })),
    ...[`${card}&%zz${number}`, `${card}&card=${number}`, `${number}[${number}]`].map((raw) =>
      post('/v1/tokens', { raw, headers: form }),
    ),
    post('/v1/tokens', { raw: `&${card}`.repeat(30_000), headers: form }),
    post('/v1/tokens', { raw: `${'[a]'.repeat(30)}=${number}`, headers: form }),
    post('/v1/tokens', { raw: card, headers: json }),
    post('/v1/tokens', { raw: `{"card":{"number":"${number}"}}`, headers: form }),
    named('content-type', 'text/plain'),
    named('content-type', `application/${number}`),
    named('content-encoding', 'gzip'),
    post('/v1/tokens', { raw: part(number), headers: { 'content-type': multipart } }),
    post('/v1/files', { raw: part(number), headers: { 'content-type': multipart } }),
    // In a header.
    named('idempotency-key', `pay with ${number}`),
    named('stripe-account', number),
    named('stripe-version', number),
    named('authorization', `Bearer ${number}`),
    named('user-agent', `shop ${number}`),
    // In an address.
    ...[number, mistyped].flatMap((id) => [
      get(`/v1/payment_methods/${id}`),
      get(`/v1/customers/${id}/sources/${id}`),
      get(`/v1/${id}`),
      get(`/${id}?${card}`),
      get(`/v1/%zz${id}`),
      get(`/v1/tokens/${id}?expand[]=${id}`),
      get(`/return/${id}/test/${id}?redirectResult=${id}`),
      get(`/receipts/${id}/test/ch_${id}/${id}`),
      post(`/v1/payment_methods/${id}/attach`, { params: { customer: id } }),
      post(`/v1/payment_methods/${id}/detach`, { headers: keyed() }),
      post(`/v1/notifications/${id}`, { json: { number: id, cvc: markedCode } }),
      ['DELETE', `/v1/customers/${id}`, { key }] as const,
      // In the place of an id, told back and kept with its key.
      ...['payment_method', 'customer', 'source'].map((name) =>
        post('/v1/payment_intents', {
          params: { amount: 500, currency: 'usd', confirm: true, [name]: id },
          headers: keyed(),
        }),
      ),
      post(`${pay}/confirm`, { params: { payment_method: id }, headers: keyed() }),
    ]),
    // Beside what it should be in.
    post('/v1/tokens', { raw: `number=${number}&cvc=${markedCode}`, headers: form }),
    post('/v1/charges', { params: { amount: number, currency: number, source: 'tok_visa' } }),
    post('/v1/payment_intents', { params: { amount: number, currency: 'usd', confirm: number } }),
    // By who may not.
    ['POST', '/v1/charges', { raw: card, headers: form }],
    ['POST', '/v1/tokens', { key: `sk_test_${number}`, raw: card, headers: form }],
  ]
}

const multipart = 'multipart/form-data; boundary=x'

/** A form with a number in a field, a file of that name, and no end. */
function part(number: string): string {
  const head = 'Content-Disposition: form-data; name='
  return `--x\r\n${head}"purpose"\r\n\r\n${number}\r\n--x\r\n${head}"file"; filename="${number}.pdf"\r\n\r\n%PDF ${number}`
}

/** What is no request at all, as bytes on a connection. */
export function wrongBytes(): string[] {
  const number = markedNumber(2)
  const host = 'Host: x\r\n'
  return [
    `${number}\r\n\r\n`,
    `GET /v1/${number} HTTP/9.9\r\n${host}\r\n`,
    `GET /v1/tokens?${number.repeat(2_000)} HTTP/1.1\r\n${host}\r\n`,
    `POST /v1/tokens HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\n${number}`,
    `POST /v1/tokens HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${number}\r\n`,
    // It hangs up in the middle of the body.
    `POST /v1/tokens HTTP/1.1\r\n${host}Content-Length: 500\r\n\r\ncard[number]=${number}`,
  ]
}
