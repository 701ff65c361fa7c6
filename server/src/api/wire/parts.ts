import { z } from 'zod'
import { empty, Misfit, misfit, quote, scalar } from './scalar.ts'
import { integer, latestSecond, readInteger, readText } from './types.ts'

/**
 * May be left out. Unlike `.optional()` its type never says `undefined`, which neither forms nor JSON can
 * carry, so that what was parsed is a command as it stands.
 */
export function optional<T extends z.ZodType>(type: T): z.ZodExactOptional<T> {
  return type.optional() as unknown as z.ZodExactOptional<T>
}

/** May be unset: empty text, or `null` in JSON, reads as null. */
export function clearable<T extends z.ZodType>(type: T) {
  return z.preprocess((value) => (value === '' ? null : value), type.nullable())
}

/**
 * A list, as `a[]=`, `a[0]=` or in JSON.
 * @param max more items than this are refused
 */
export function list<T extends z.ZodType>(item: T, { max = 100 }: { max?: number } = {}) {
  return z.preprocess(asArray, z.array(item).max(max))
}

/** `a[5]=x` alone comes as an object, since the names of metadata are digits too: its order is its indices'. */
function asArray(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  return entries.length > 0 && entries.every(([key]) => /^\d{1,6}$/.test(key))
    ? entries.map(([, item]) => item)
    : value
}

/** What to do to an object's metadata: set these keys (empty text removes one), or `null`: remove all. */
export type MetadataChange = Readonly<Record<string, string>> | null

/** At most 50 keys of at most 40 characters, with values of at most 500. */
export function metadata(): z.ZodType<MetadataChange, unknown> {
  return z
    .transform((value: unknown, ctx): MetadataChange => {
      if (value === '' || value === null) return null
      const read = readMetadata(value)
      if (!(read instanceof Misfit)) return read
      ctx.issues.push({ code: 'custom', input: value, params: { misfit: read } })
      return z.NEVER
    })
    .meta({
      type: 'object',
      maxProperties: 50,
      additionalProperties: { type: 'string', maxLength: 500 },
    })
}

function readMetadata(value: unknown): Readonly<Record<string, string>> | Misfit {
  if (typeof value !== 'object') return misfit('parameter_invalid', 'Invalid object')
  const entries = Object.entries(value as object)
  if (entries.length > 50) {
    return misfit('parameter_invalid', 'Metadata can have up to 50 keys.')
  }
  // Names are the caller's: an object without a prototype has no name that means something already.
  const result: Record<string, string> = Object.create(null)
  for (const [key, item] of entries) {
    const read =
      item === '' || item === null
        ? ''
        : typeof item === 'object'
          ? misfit('parameter_invalid', `Invalid string: ${quote(item)}`)
          : readText(String(item), 500)
    const name = readText(key, 5_000)
    if (name instanceof Misfit) return name
    if (key === '' || key.length > 40) {
      return misfit(
        'parameter_invalid',
        `Metadata keys can have up to 40 characters, but you passed in a key that is ${key.length} characters. Invalid key: ${quote(key)}`,
      )
    }
    if (read instanceof Misfit) {
      const length = typeof item === 'string' ? item.length : 0
      return length > 500
        ? misfit(
            'parameter_invalid',
            `Metadata values can have up to 500 characters, but you passed in a value that is ${length} characters. Invalid value: ${quote(item)}`,
          )
        : read
    }
    result[key] = read
  }
  return result
}

/** A range of unix seconds; each bound is whole seconds. */
export interface TimeRange {
  readonly gt?: number
  readonly gte?: number
  readonly lt?: number
  readonly lte?: number
}

const bound = integer({ min: 0, max: latestSecond })
const bounds = z.strictObject({
  gt: optional(bound),
  gte: optional(bound),
  lt: optional(bound),
  lte: optional(bound),
})

/** `created=123`, or `created[gte]=…&created[lt]=…`. */
export function timeRange(): z.ZodType<TimeRange, unknown> {
  return z.preprocess((value, ctx) => {
    if (typeof value !== 'string' && typeof value !== 'number') return value
    const second = value === '' ? empty : readInteger(value, 0, latestSecond)
    if (!(second instanceof Misfit)) return { gte: second, lte: second }
    ctx.issues.push({ code: 'custom', input: value, params: { misfit: second } })
    return z.NEVER
  }, bounds)
}

/** `expand[]`: dotted paths of properties to show as objects instead of ids. */
export function expandPaths(): z.ZodType<readonly string[], unknown> {
  return scalar(
    (value) => {
      const paths = typeof value === 'string' ? [value] : asArray(value)
      if (!Array.isArray(paths)) return misfit('parameter_invalid', 'Invalid array')
      if (paths.length > 50) return misfit('parameter_invalid', 'Expand at most 50 properties.')
      for (const path of paths) {
        if (path === '') return empty
        const read = readText(path, 500)
        if (read instanceof Misfit) return read
      }
      return paths as string[]
    },
    { type: 'array', items: { type: 'string' }, maxItems: 50 },
  )
}
