/** The first ten digits of every card made up here; no number of another meaning begins so. */
export const mark = '4000057777'

/** A right code that can be recognised: no number is printed with a zero in front. */
export const markedCode = '077'

/** A wrong code that can be recognised wherever it stands, also without anything around it. */
export const wrongCode = '9157731577'

/** The n-th marked card: a good test card (debit, of no country), of 100,000 there are. */
export function markedNumber(n: number): string {
  const digits = `${mark}${String(n % 100_000).padStart(5, '0')}`
  return `${digits}${checkDigit(digits)}`
}

/** A marked number whose last digit is wrong. */
export function wrongNumber(n: number): string {
  const good = markedNumber(n)
  return `${good.slice(0, -1)}${(Number(good.at(-1)) + 1) % 10}`
}

/** Luhn's digit for what it is to be appended to. */
function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return (10 - (sum % 10)) % 10
}
