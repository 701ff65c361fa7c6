import { mark, markedCode, wrongCode } from './marked-cards.ts'

/** What people, encodings and escapes put between the digits of a card number. */
const between = '(?:[ .,_+-]|%20|%2B|%2D|\\\\u0020|&nbsp;)?'
const spread = (digits: string) => [...digits].join(between)

/** Base64 of a text wherever it stands in a longer one: the characters that depend on it alone. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${' '.repeat(before)}${text}`).toString('base64')
    return encoded.slice(Math.ceil((before * 4) / 3), Math.floor(((before + text.length) * 4) / 3))
  })
}

const inHex = (text: string) => Buffer.from(text).toString('hex')

/**
 * Finds card data in a text, or in bytes read as Latin-1.
 *
 * A first ten digits is more than may be shown of a card (PCI DSS 3.4.1), so a marked number need not be whole
 * to be found. Published numbers are found whole; codes where they are a value of their own, or where a name says
 * what they are.
 *
 * @param published other numbers that were used
 * @returns what was found with what stands around it, once each
 */
export function cardFinder(published: readonly string[]): (text: string) => string[] {
  const any = new RegExp(
    [
      ...[mark, wrongCode, ...published].map(spread),
      ...[mark, wrongCode].flatMap(inBase64),
      ...[mark, wrongCode].map(inHex),
      `(?<=[\\[\\s"'(,=:{>])${markedCode}(?=[\\]\\s"'),&}<])`,
      `(?:cvc|cvv|csc|security_?code)2?["'=:\\]\\s\\\\]{1,8}\\d{3,4}(?!\\d)`,
    ].join('|'),
    'gi',
  )
  return (text) => [
    ...new Set(
      [...text.matchAll(any)].map(({ index, 0: found }) =>
        JSON.stringify(text.slice(Math.max(0, index - 40), index + found.length + 20)),
      ),
    ),
  ]
}
