/*
 * Card numbers where none belong. People type them into descriptions and send them as ids; wherever such a text
 * would be kept or told on, these two find them.
 */

/**
 * Text with every run of digits that could be a card number starred out, right or mistyped. For what is
 * logged or told, where a star too many does no harm.
 */
export function starred(text: string): string {
  return text.replace(/\d(?:[ +-]?\d){12,}/g, (digits) => '*'.repeat(digits.length))
}

/** A number as it is printed on cards, in groups or not, that stands by itself. It may begin anywhere. */
const candidates =
  /(?<![0-9A-Za-z])(?=(\d{15,19}|\d{4}([ .-])\d{4}\2\d{4}\2\d{4}|\d{4}([ .-])\d{6}\3\d{5})(?![0-9A-Za-z]))/g

/** Numbers that the large networks issue, by their first digits and length (ISO/IEC 7812). */
const issued =
  /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17})$/

/**
 * Whether a text holds a card number: one that is issued, of the usual length, with its check digit right. Kept
 * in clear it would be a breach (PCI DSS 3.5.1), so a text with one is refused. Orders are numbered too, hence no
 * more is taken for a card than must be: not the rare lengths, not a part of something longer.
 */
export function holdsCardNumber(text: string): boolean {
  if (text.length < 15) return false
  for (const [, found = ''] of text.matchAll(candidates)) {
    const digits = found.replaceAll(/\D/g, '')
    if (issued.test(digits) && hasCheckDigit(digits)) return true
  }
  return false
}

/** Luhn's: from the right, every second digit counts double, and the sum of all digits ends in 0. */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48
    sum += place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}
