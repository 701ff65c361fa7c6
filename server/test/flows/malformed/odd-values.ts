import fc from 'fast-check'
import { raw, text, type Value } from './notation.ts'

/** Names no parameter should have. */
export const oddName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', '', ' ', '[', ']', '[]'),
  fc.constantFrom('a[b', 'a]b', 'a[][]', 'a[__proto__][b]', 'metadata[]', 'expand[0][1]', '%'),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

const oneOf = (words: string) => fc.constantFrom(...words.split(' '))

const oddText = fc
  .oneof(
    oneOf(' \0 a\0b \ud800 x\udfff 💳 \u202eabc \ufeff \r\nA:b $1 {{7*7}} <script> ../../..'),
    fc.constantFrom("'; drop table customers; --", '" or 1=1', ' '),
    oneOf(`0 -0 -1 1.5 1e309 NaN Infinity 0x10 １２ ${'9'.repeat(400)} ${'1'.repeat(40)}`),
    fc.constantFrom('[object Object]', 'x'.repeat(256), 'x'.repeat(5_001), 'é'.repeat(20_000)),
    oneOf('null undefined true xxx pi_ cus_nobody tok_'),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  )
  .map(text)

const depth = fc.integer({ min: 30, max: 3_000 })

const oddToken = fc
  .oneof(
    oneOf(`NaN 1e309 -1e309 -0 0.1 1.0 1e2 1e-400 ${'9'.repeat(310)} 9007199254740993`),
    oneOf('-9223372036854775809 null true undefined [] {} [[]] "\\ud800" "\\u0000"'),
    oneOf('{"__proto__":{"a":1}} {"a":1,"a":2}'),
    depth.map((deep) => '['.repeat(deep) + ']'.repeat(deep)),
    depth.map((deep) => `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`),
  )
  .map(raw)

/** Something no parameter should be. */
export const odd: fc.Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: oddText },
  { weight: 3, arbitrary: oddToken },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(oddName, oddText), { maxLength: 4 })
      .map((entries): Value => ({ is: 'object', entries })),
  },
  {
    weight: 1,
    arbitrary: fc.array(oddText, { maxLength: 4 }).map((items): Value => ({ is: 'array', items })),
  },
)
