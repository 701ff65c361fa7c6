import fc from 'fast-check'
import { type Operation, placesOf } from '../served-document.ts'
import { asForm, asJson, type Value, valueFrom } from './notation.ts'
import { oddName } from './odd-values.ts'
import { entriesFor } from './values.ts'

/** A request as it goes out; `null` in the path stands for the id of an object that is there. */
export interface Malformed {
  readonly operation: Operation
  readonly method: string
  readonly ids: readonly (string | null)[]
  /** After the path, as it stands. */
  readonly query: string
  readonly body: Buffer | undefined
  readonly headers: Readonly<Record<string, string>>
}

const form = 'application/x-www-form-urlencoded'
const json = 'application/json'

const oneOf = (words: string) => fc.constantFrom(...words.split(' '))

/** A piece of a path, escaped or meant to look so. */
const oddSegment = fc.oneof(
  oneOf('% %zz %00 %c0%80 %ff %2e%2e%2f%2e%2e ..%5c %ED%A0%80 %25'),
  oneOf('null 0 -1 x : * ~ {id} search __proto__'),
  fc.constant('x'.repeat(600)),
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((text) => encodeURIComponent(text.toWellFormed())),
)

const types = fc.constantFrom(
  ...['text/plain', 'application/xml', 'multipart/form-data', 'multipart/form-data; boundary=x'],
  ...['application/json; charset=utf-16', 'application/octet-stream', 'x', '', `${form}, ${json}`],
)

/** Bodies that are no parameters at all. */
const oddBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  oneOf('[] [{}] null 1 "x" { {"a": {"a":1}} {"a":1 {\'a\':1} {a:1} \ufeff{}').map((text) =>
    Buffer.from(text),
  ),
  oneOf('&&& = =&= % a=%zz a=%ff a []=1 a[=1 + \0 PK\u0003\u0004').map((text) => Buffer.from(text)),
  fc.constant(Buffer.from('--x\r\n\r\n--x--')),
  fc.integer({ min: 1_100_000, max: 1_400_000 }).map((size) => Buffer.alloc(size, 'a=1&')),
  fc.constant(Buffer.from(Array.from({ length: 20_000 }, (_, at) => `a[${at}]=1`).join('&'))),
)

const headerNames = 'content-encoding transfer-encoding-x accept range expect-x origin'

const oddHeader = fc.oneof(
  header('idempotency-key', ['', ' ', 'same', 'k'.repeat(300), 'é', '\t']),
  header('stripe-version', ['', '2099-01-01', '2020-08-27', 'x', '0']),
  header('stripe-account', ['', 'acct_nobody', '../x', 'x'.repeat(4_000)]),
  header('authorization', ['', 'Bearer', 'Bearer ', 'Basic !!!', 'Basic Og==', 'Digest x', 'é']),
  fc.tuple(oneOf(headerNames), oneOf('gzip identity */* bytes=0-1 100-continue null')),
)

function header(name: string, values: readonly string[]): fc.Arbitrary<[string, string]> {
  return fc.tuple(fc.constant(name), fc.constantFrom(...values))
}

/** Where a request stops being what it should. */
interface Twists {
  readonly method: string
  readonly type: string | undefined
  readonly body: Buffer | undefined
  readonly header: readonly [string, string] | undefined
  readonly isCut: boolean
}

const twists: fc.Arbitrary<Twists> = fc.record({
  method: rarely(20, oneOf('PUT PATCH HEAD OPTIONS GET POST DELETE TRACE'), ''),
  type: rarely(12, types, undefined),
  body: rarely(15, oddBody, undefined),
  header: rarely(10, oddHeader, undefined),
  isCut: rarely(30, fc.constant(true), false),
})

function rarely<T, U>(
  oneIn: number,
  arbitrary: fc.Arbitrary<T>,
  otherwise: U,
): fc.Arbitrary<T | U> {
  return fc.oneof(
    { weight: 1, arbitrary },
    { weight: oneIn - 1, arbitrary: fc.constant(otherwise) },
  )
}

/**
 * Requests to one endpoint: its own parameters as anyone may send them, with some of them changed, others
 * added, and now and then something else that is wrong.
 *
 * @param valid parameters the endpoint takes
 * @param known ids of objects that are there
 */
export function requestsTo(
  operation: Operation,
  valid: unknown,
  known: readonly string[],
): fc.Arbitrary<Malformed> {
  const base = valueFrom(valid)
  const own = base.is === 'object' ? base.entries : []
  const ids = placesOf(operation.path).map(() => rarely(8, oddSegment, null))
  return fc
    .record({
      kept: rarely(6, fc.constant(false), true),
      added: entriesFor(operation.input.properties ?? {}, known),
      odd: rarely(20, oddName, undefined),
      isJson: fc.boolean(),
      ids: fc.tuple(...ids),
      twists,
    })
    .map(({ kept, added, odd, isJson, ids, twists }) => {
      const entries = [...(kept ? own : []), ...added, ...(odd === undefined ? [] : oddEntry(odd))]
      const value: Value = { is: 'object', entries }
      return { operation, ids, ...carried(operation, value, isJson, twists) }
    })
}

const oddEntry = (name: string): [string, Value][] => [[name, valueFrom('x')]]

function carried({ method }: Operation, value: Value, isJson: boolean, twists: Twists) {
  const hasBody = method === 'POST'
  const text = hasBody && isJson ? asJson(value) : asForm(value)
  const whole = Buffer.from(twists.isCut ? text.slice(0, text.length >> 1) : text)
  const type = twists.type ?? (isJson ? json : form)
  const asked = twists.method || method
  const hasNoQuery = hasBody || text === '' || asked === 'HEAD'
  return {
    method: asked,
    // What an HTTP client of any kind can put into an address.
    query: hasNoQuery ? '' : `?${text.replaceAll(/[^!-~]|#/g, '')}`,
    body: twists.body ?? (hasBody ? whole : undefined),
    headers: {
      ...(hasBody || twists.body !== undefined ? { 'content-type': type } : {}),
      ...(twists.header === undefined ? {} : { [twists.header[0]]: twists.header[1] }),
    },
  }
}
