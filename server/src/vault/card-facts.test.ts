import cardValidator from 'card-validator'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cardFacts, inspectNumber } from './card-facts.ts'
import { testCardFor } from './test-cards.ts'

const facts = (number: string, livemode = false) => {
  const { brand, last4, iin, funding, country, networks } = cardFacts(number, livemode)
  return [brand, `${iin}…${last4}`, funding, country, networks.join('+')].join(' ')
}

test('what is printed on the published test cards', () => {
  const numbers = [
    '4242424242424242',
    '4000056655665556',
    '5555555555554444',
    '2223003122003222',
    '5200828282828210',
    '5105105105105100',
    '378282246310005',
    '6011111111111117',
    '6011981111111113',
    '3056930009020004',
    '36227206271667',
    '3566002020360505',
    '3530111333300000',
    '6200000000000005',
    '6200000000000047',
    '6205500000000000004',
    '4000002760003184',
    '4000002500003155',
    '4000003800000446',
    '4000008260003178',
    '4000008400001629',
    '4000000000000002',
    '4100000000000019',
    '4000058260000005',
    '5200007840000022',
    '5555558265554449',
    '4000002500001001',
    '4000050360000001',
    '5555050360000080',
  ]
  expect(numbers.map((number) => facts(number)).join('\n')).toMatchInlineSnapshot(`
    "visa 424242…4242 credit US visa
    visa 400005…5556 debit US visa
    mastercard 555555…4444 credit US mastercard
    mastercard 222300…3222 credit US mastercard
    mastercard 520082…8210 debit US mastercard
    mastercard 510510…5100 prepaid US mastercard
    amex 378282…0005 credit US amex
    discover 601111…1117 credit US discover
    discover 601198…1113 debit US discover
    diners 305693…0004 credit US diners
    diners 362272…1667 credit US diners
    jcb 356600…0505 credit US jcb
    jcb 353011…0000 credit JP jcb
    unionpay 620000…0005 credit US unionpay
    unionpay 620000…0047 debit US unionpay
    unionpay 620550…0004 credit US unionpay
    visa 400000…3184 credit DE visa
    visa 400000…3155 credit FR visa
    visa 400000…0446 credit IT visa
    visa 400000…3178 credit GB visa
    visa 400000…1629 credit US visa
    visa 400000…0002 credit US visa
    visa 410000…0019 credit US visa
    visa 400005…0005 debit GB visa
    mastercard 520000…0022 credit AE mastercard
    mastercard 555555…4449 credit GB mastercard
    visa 400000…1001 credit FR visa+cartes_bancaires
    visa 400005…0001 debit AU visa+eftpos_au
    mastercard 555505…0080 debit AU mastercard+eftpos_au"
  `)
})

test('a live card shows what its number says and no more', () => {
  expect(facts('4539578763621486', true)).toMatchInlineSnapshot(`"visa 453957…1486 unknown  visa"`)
  expect(facts('4000008260000000', true)).toMatchInlineSnapshot(`"visa 400000…0000 unknown  visa"`)
  expect(facts('5019717010103742', true)).toMatchInlineSnapshot(`"unknown 501971…3742 unknown  "`)
})

test.each(['br', 'de', 'fr', 'gb', 'jp', 'mx', 'se', 'us'])(
  'pm_card_%s was issued there',
  (code) => {
    const card = testCardFor(`pm_card_${code}`, new Date())
    expect(cardFacts(card?.number ?? '', false).country).toBe(code.toUpperCase())
  },
)

test('a number is judged by its network’s ranges, its length and its check digit', () => {
  const begins = ['3', '34', '36', '4', '5', '50', '506', '60', '62', '65', '81', '9', '2221', '']
  const digits = (most: number) => fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: most })
  const numbers = fc
    .tuple(fc.constantFrom(...begins), digits(19))
    .map(([begin, rest]) => begin + rest.join(''))
  fc.assert(
    fc.property(numbers, (number) => {
      const { card, isValid } = cardValidator.number(number, { luhnValidateUnionPay: true })
      const { valid, cvcLength } = inspectNumber(number)
      expect([valid, cvcLength ?? card?.code.size]).toEqual([isValid, card?.code.size])
    }),
    { numRuns: 2_000 },
  )
})
