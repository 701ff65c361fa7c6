import { randomFillSync } from 'node:crypto'

/** An id says what it is of: `pi_…`, `ch_…`. */
export type Id<Prefix extends string> = `${Prefix}_${string}`

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const timeDigits = 8
const randomDigits = 16

let lastMs = 0
let withinMs = 0
const pool = new Uint8Array(4096)
let used = pool.length

/** How much later than the time it was asked for an id's time can be, at most. */
export const idLagMs = 60_000

/**
 * A new id, ordered by time: eight base-62 digits of the millisecond, two that count within it, and
 * fourteen random ones (83 bits), so that ids made by one server sort in the order they were made
 * and nobody can guess a neighbour's. Sort them bytewise (collation "C").
 *
 * @param nowMs when what it is of was created; past times (imported history) keep their place in the order
 */
export function newId<Prefix extends string>(prefix: Prefix, nowMs = Date.now()): Id<Prefix> {
  if (nowMs < lastMs - idLagMs) {
    return `${prefix}_${base62(nowMs, timeDigits)}${randomText(randomDigits)}`
  }
  if (nowMs > lastMs) {
    lastMs = nowMs
    withinMs = 0
  } else if (++withinMs === alphabet.length ** 2) {
    lastMs += 1
    withinMs = 0
  }
  return `${prefix}_${base62(lastMs, timeDigits)}${base62(withinMs, 2)}${randomText(randomDigits - 2)}`
}

/** Random base-62 text for secrets and tokens: 24 digits carry 143 bits. */
export function randomText(length: number): string {
  let text = ''
  while (text.length < length) {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const byte = (pool[used++] ?? 0) & 63
    if (byte < alphabet.length) text += alphabet[byte]
  }
  return text
}

/** The smallest id of its prefix at a time: a bound for `created` ranges over ordered ids. */
export function firstIdAt<Prefix extends string>(prefix: Prefix, time: Date): Id<Prefix> {
  return `${prefix}_${base62(time.getTime(), timeDigits)}`
}

function base62(value: number, width: number): string {
  let text = ''
  let rest = value
  for (let digit = 0; digit < width; digit++) {
    text = alphabet[rest % 62] + text
    rest = Math.floor(rest / 62)
  }
  return text
}
