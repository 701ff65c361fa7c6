import fc from 'fast-check'
import type { Schema } from '../served-document.ts'
import { raw, text, type Value, valueFrom } from './notation.ts'
import { odd, oddName } from './odd-values.ts'

/** Values for a schema: many that fit, some at its bounds or just beyond, some that do not fit at all. */
function valueFor(schema: Schema, ids: readonly string[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 14, arbitrary: near(schema, ids) }, { weight: 1, arbitrary: odd })
}

function near(schema: Schema, ids: readonly string[]): fc.Arbitrary<Value> {
  const { enum: words, anyOf, items, properties, type } = schema
  if (words !== undefined) return fc.constantFrom(...words).map(valueFrom)
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((each) => valueFor(each, ids)))
  if (properties !== undefined) {
    return entriesFor(properties, ids).map((entries): Value => ({ is: 'object', entries }))
  }
  switch (type) {
    case 'string':
      return textFor(schema, ids)
    case 'integer':
    case 'number':
      return wholeFor(schema).map((whole) => raw(String(whole)))
    case 'boolean':
      return fc.constantFrom('true', 'false', 'True', '1').map(raw)
    case 'array':
      return fc
        .array(valueFor(items ?? {}, ids), { maxLength: 3 })
        .map((all): Value => ({ is: 'array', items: all }))
    case 'object':
      return fc
        .array(
          fc.tuple(fc.oneof(fc.constantFrom('a', 'b'), oddName), valueFor({ type: 'string' }, ids)),
          {
            maxLength: 3,
          },
        )
        .map((entries): Value => ({ is: 'object', entries }))
    default:
      return odd
  }
}

/** Some of an object's properties, now and then one it does not have. */
export function entriesFor(
  properties: Readonly<Record<string, Schema>>,
  ids: readonly string[],
): fc.Arbitrary<(readonly [string, Value])[]> {
  const known = Object.entries(properties).filter(
    ([name, { not }]) => not === undefined && name !== 'expand',
  )
  const own = known.map(([name, schema]) => {
    // Made when it is first drawn: the whole API's arbitraries at once are more than any run uses.
    let made: fc.Arbitrary<Value> | undefined
    return fc.constant(null).chain(() => {
      made ??= valueFor(schema, ids)
      return made.map((value) => [name, value] as const)
    })
  })
  const other = fc.tuple(fc.oneof(oddName, fc.constantFrom(...Object.keys(properties), 'x')), odd)
  const one =
    own.length === 0
      ? other
      : fc.oneof({ weight: 24, arbitrary: fc.oneof(...own) }, { weight: 1, arbitrary: other })
  return fc.array(one, { maxLength: 3 })
}

function textFor(
  { format, maxLength = 5_000, pattern }: Schema,
  ids: readonly string[],
): fc.Arbitrary<Value> {
  const lengths = fc.constantFrom(0, 1, maxLength - 1, maxLength, maxLength + 1)
  const some = lengths.map((length) => 'x'.repeat(Math.max(0, length)))
  const words = [
    'usd',
    'SE',
    'shop',
    '4242424242424242',
    '000000',
    'a@example.com',
    '5812',
    '192.0.2.1',
  ]
  const fits =
    pattern === undefined ? words : ['SHOP 7', '5812', '#00ff00', '192.0.2.1', '2026-01-01']
  const isId = maxLength === 255 && format === undefined
  return fc
    .oneof(
      { weight: 1, arbitrary: some },
      { weight: 9, arbitrary: fc.constantFrom(...(isId ? ids : fits)) },
    )
    .map(text)
}

function wholeFor({ minimum = -(2 ** 53), maximum = 2 ** 53 }: Schema): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(minimum - 1, minimum, minimum + 1, maximum - 1, maximum, maximum + 1),
    fc.integer({ min: 1, max: 5_000 }),
    fc.constantFrom(1, 10, 700, 2_000),
  )
}
