import { markedCode, markedNumber, wrongCode, wrongNumber } from './marked-cards.ts'
import type { TypedCard } from './till.ts'

/** Cards that are not taken at all, by what is wrong with them. */
export function wrongCards(n: number): Readonly<Record<string, TypedCard>> {
  const number = markedNumber(n)
  const card = { number, exp_month: 12, exp_year: 2050, cvc: markedCode }
  const other = (parts: object) => ({ ...card, ...parts })
  return {
    'a mistyped number': other({ number: wrongNumber(n) }),
    'a number with a letter': other({ number: `${number}x` }),
    'a number cut short': other({ number: number.slice(0, -1) }),
    'two numbers': other({ number: `${number},${number}` }),
    'a number that is a list': other({ number: [number] }),
    'a number that is an object': other({ number: { [number]: number } }),
    'a code of ten digits': other({ cvc: wrongCode }),
    'a code for a month': other({ exp_month: wrongCode }),
    'a number for a year': other({ exp_year: number }),
    'no such month': other({ exp_month: 13 }),
    'a card of the past': other({ exp_year: 2020 }),
    'a code by another name': other({ cvv2: markedCode }),
    'a number for a name': other({ [number]: markedCode }),
  }
}

/** What is published as declined, by anybody, at once. */
export const declinedNumbers = [
  '4000000000000002',
  '4000000000009995',
  '4000000000009987',
  '4000000000009979',
  '4000000000000069',
  '4000000000000127',
  '4000000000000119',
  '4000000000006975',
  '4100000000000019',
] as const

/** A card whose issuer wants to see the payer. */
export const challengedNumber = '4000000000003220'

/** Nobody's test card: in test mode it could be somebody's. */
export const realLookingNumber = '4539578763621486'
