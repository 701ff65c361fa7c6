import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/index.ts'
import { parseQuery } from './parse-query.ts'

const show = (text: string) => {
  const { join, clauses } = parseQuery(text)
  return clauses
    .map(({ field, key, negated, operator, value }) =>
      [
        negated ? 'not' : '',
        field,
        key === undefined ? '' : `[${key}]`,
        operator,
        JSON.stringify(value),
      ]
        .join(' ')
        .trim(),
    )
    .join(` ${join} `)
}

test.each([
  ["email:'a@b.c'", 'email  : "a@b.c"'],
  ['email:"a" name~"bc"', 'email  : "a" and name  ~ "bc"'],
  ["status:'x' AND amount>=1000", 'status  : "x" and amount  >= 1000'],
  ["a:'x' or b:'y' OR c:'z'", 'a  : "x" or b  : "y" or c  : "z"'],
  ["-metadata['k']:null", 'not metadata [k] : null'],
  ['metadata["a b"]:"c\\"d"', 'metadata [a b] : "c\\"d"'],
  ['amount=5 amount<-3', 'amount  : 5 and amount  < -3'],
  ['billing_details.address.postal_code:"1"', 'billing_details.address.postal_code  : "1"'],
])('%s', (text, read) => {
  expect(show(text)).toBe(read)
})

describe('a query that cannot be read is refused, and the refusal points at the place', () => {
  test.each([
    ['', 'it has no clause'],
    ['email', 'expected an operator: one of : ~ > < >= <= at the end (character 6)'],
    ['email:x', "expected a value: text in quotes, a number or null before 'x' (character 7)"],
    ["email:'x", "expected a value: text in quotes, a number or null before ''x' (character 7)"],
    ["a:'x' AND b:'y' OR c:'z'", 'AND and OR cannot be combined in one query (character 17)'],
    ["a:'x' b:'y' OR c:'z'", 'AND and OR cannot be combined in one query (character 13)'],
    ["(a:'x')", "expected the name of a field before '(a:'x')' (character 1)"],
    ["a:'x'b:'y'", "expected a space before the next clause before 'b:'y'' (character 6)"],
    ["metadata:'x'", "expected [\"a key\"] after metadata before ':'x'' (character 9)"],
    ['amount:1.', "expected a value: text in quotes, a number or null before '1.' (character 8)"],
    [Array.from({ length: 11 }, () => 'a:1').join(' '), 'it has more than 10 clauses'],
    ['x'.repeat(5_001), 'it is longer than 5000 characters'],
  ])('%.40s', (text, message) => {
    expect(() => parseQuery(text)).toThrow(message)
  })

  test('whatever it is', () => {
    const pieces = fc.constantFrom(
      'a',
      ':',
      '~',
      '>',
      "'",
      '"',
      '\\',
      ' ',
      '-',
      'AND',
      'OR',
      'metadata',
      '[',
      ']',
      'null',
      '1',
      '.',
      'é',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        try {
          parseQuery(parts.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
