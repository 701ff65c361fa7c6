import type { z } from 'zod'
import { currencies, fromUnixSeconds, holdsCardNumber, isCurrency } from '../../kernel/index.ts'
import { type JsonSchema, Misfit, misfit, quote, scalar } from './scalar.ts'

/** The last second of the year 9999. */
export const latestSecond = 253_402_300_799

/**
 * A whole number, exactly as written: `5`, `"5"`, `-3`. Not `1.5`, `1e3` or what a double cannot hold.
 */
export function integer({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
}: {
  min?: number
  max?: number
} = {}): z.ZodType<number, unknown> {
  return scalar((value) => readInteger(value, min, max), {
    type: 'integer',
    ...(min > Number.MIN_SAFE_INTEGER ? { minimum: min } : {}),
    ...(max < Number.MAX_SAFE_INTEGER ? { maximum: max } : {}),
  })
}

/** Money in minor units, as the exact bigint the domain counts in. */
export function amount({ min = 0 }: { min?: number } = {}): z.ZodType<bigint, unknown> {
  return scalar(
    (value) => {
      const read = readInteger(value, min, Number.MAX_SAFE_INTEGER)
      return read instanceof Misfit ? read : BigInt(read)
    },
    { type: 'integer', minimum: min, description: "In the currency's smallest unit." },
  )
}

/** `true` or `false`, as text or JSON. */
export function boolean(): z.ZodType<boolean, unknown> {
  return scalar(
    (value) => {
      if (value === true || value === 'true') return true
      if (value === false || value === 'false') return false
      return misfit('parameter_invalid', `Invalid boolean: ${quote(value)}`)
    },
    { type: 'boolean' },
  )
}

/** Text of at most `max` characters that a database can hold: no NUL, no half of a surrogate pair. */
export function text({ max = 5_000 }: { max?: number } = {}): z.ZodType<string, unknown> {
  return scalar((value) => readText(value, max), { type: 'string', maxLength: max })
}

/** A number some authority gave out. Those look like anything, so none is taken for a card's. */
export function officialNumber({ max = 100 }: { max?: number } = {}): z.ZodType<string, unknown> {
  return scalar((value) => readAnyText(value, max), { type: 'string', maxLength: max })
}

/** Text of a certain look. `say` tells the caller what would be right. */
export function pattern(
  look: RegExp,
  say: (param: string, quoted: string) => string,
  json: JsonSchema = {},
): z.ZodType<string, unknown> {
  return scalar(
    (value) => {
      const read = readText(value, 5_000)
      if (read instanceof Misfit || look.test(read)) return read
      return new Misfit('parameter_invalid', (param) => say(param, quote(read)))
    },
    { type: 'string', pattern: look.source, ...json },
  )
}

/** An e-mail address: one @ with something on both sides and no white space; more only a mail server knows. */
export function email(): z.ZodType<string, unknown> {
  return scalar(
    (value) => {
      const read = readText(value, 512)
      if (read instanceof Misfit || /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/.test(read)) return read
      return misfit('email_invalid', `Invalid email address: ${quote(read)}`)
    },
    { type: 'string', format: 'email', maxLength: 512 },
  )
}

/** An ISO 4217 code in any case, handed on in lower case. */
export function currency(): z.ZodType<string, unknown> {
  return scalar(
    (value) => {
      const code = typeof value === 'string' ? value.toLowerCase() : ''
      return isCurrency(code)
        ? code
        : misfit(
            'parameter_invalid',
            `Invalid currency: ${quote(value)}. Supported are these currencies: ${currencies.join(', ')}`,
          )
    },
    { type: 'string', minLength: 3, maxLength: 3, description: 'ISO 4217, lower case.' },
  )
}

/** A country as two letters (ISO 3166), handed on in upper case. */
export function country(): z.ZodType<string, unknown> {
  return scalar(
    (value) => {
      const code = typeof value === 'string' ? value.toUpperCase() : ''
      return /^[A-Z]{2}$/.test(code)
        ? code
        : misfit(
            'country_unsupported',
            `Country '${quote(value)}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'.`,
          )
    },
    { type: 'string', minLength: 2, maxLength: 2, description: 'ISO 3166-1 alpha-2.' },
  )
}

/** A moment in unix seconds, up to the year 9999. */
export function timestamp(): z.ZodType<Date, unknown> {
  return scalar(
    (value) => {
      const seconds = readInteger(value, 0, latestSecond)
      return seconds instanceof Misfit ? seconds : fromUnixSeconds(seconds)
    },
    { type: 'integer', format: 'unix-time' },
  )
}

/** One of these words. */
export function enumeration<const T extends string>(words: readonly T[]): z.ZodType<T, unknown> {
  const known = new Set<unknown>(words)
  const choice =
    words.length < 3 ? words.join(' or ') : `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`
  return scalar(
    (value) =>
      known.has(value)
        ? (value as T)
        : new Misfit('parameter_invalid', (param) => `Invalid ${param}: must be one of ${choice}`),
    { type: 'string', enum: words },
  )
}

/** The id of an object. Whose it is and whether it exists is for the endpoint to find out. */
export function id(...prefixes: readonly string[]): z.ZodType<string, unknown> {
  return scalar((value) => readText(value, 255), {
    type: 'string',
    maxLength: 255,
    ...(prefixes.length > 0 ? { examples: prefixes.map((prefix) => `${prefix}_…`) } : {}),
  })
}

/** The secret part of an object a browser holds: `pi_…_secret_…`. Never quoted back. */
export function clientSecret(): z.ZodType<string, unknown> {
  return scalar(
    (value) =>
      typeof value === 'string' && /^\w{1,255}$/.test(value)
        ? value
        : misfit(
            'parameter_invalid',
            'Invalid client_secret: it is the one the object was made with',
          ),
    { type: 'string', maxLength: 255 },
  )
}

export function readInteger(value: unknown, min: number, max: number): number | Misfit {
  const exact =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^-?\d{1,16}$/.test(value)
        ? Number(value)
        : Number.NaN
  if (!Number.isSafeInteger(exact)) {
    return misfit('parameter_invalid_integer', `Invalid integer: ${quote(value)}`)
  }
  if (exact < min) {
    const bound = `This value must be greater than or equal to ${min}.`
    return misfit('parameter_invalid_integer', bound)
  }
  return exact > max
    ? misfit('parameter_invalid_integer', `This value must be less than or equal to ${max}.`)
    : exact
}

/** Text to be kept or looked for; a card number in it is refused, since only the vault may have those. */
export function readText(value: unknown, max: number): string | Misfit {
  const read = readAnyText(value, max)
  return typeof read === 'string' && holdsCardNumber(read) ? cardNumberInText : read
}

const cardNumberInText = new Misfit(
  'parameter_invalid',
  (param) =>
    `Invalid ${param}: it holds what looks like a card number, which only a card's own number may be. If it is another number, put a letter right before it.`,
)

/** Text, whatever is in it. */
export function readAnyText(value: unknown, max: number): string | Misfit {
  if (typeof value !== 'string')
    return misfit('parameter_invalid', `Invalid string: ${quote(value)}`)
  if (value.length > max) {
    return misfit(
      'parameter_invalid',
      `Invalid string: ${quote(value)}; must be at most ${max} characters`,
    )
  }
  return !value.isWellFormed() || value.includes('\0')
    ? misfit('parameter_invalid', 'Invalid string: it has characters that are not valid UTF-8 text')
    : value
}
