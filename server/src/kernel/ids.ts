import { randomBytes } from 'node:crypto'

/** An id says what it is of: `pi_…`, `ch_…`. */
export type Id<Prefix extends string> = `${Prefix}_${string}`

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const timeDigits = 8
const randomDigits = 16

let lastMs = 0
let lastTime = ''
let withinMs = 0

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
  withinMs += 1
  if (nowMs > lastMs || withinMs === alphabet.length ** 2) {
    lastMs = Math.max(nowMs, lastMs + 1)
    lastTime = base62(lastMs, timeDigits)
    withinMs = 0
  }
  return `${prefix}_${lastTime}${base62(withinMs, 2)}${randomText(randomDigits - 2)}`
}

let pool = ''
let used = 0

/** Random base-62 text for secrets and tokens: 24 digits carry 143 bits. */
export function randomText(length: number): string {
  while (used + length > pool.length) {
    pool = pool.slice(used) + drawText()
    used = 0
  }
  used += length
  return pool.slice(used - length, used)
}

/** Random bytes cost by the call, so digits are drawn for many texts at once: those of base 64 but for two. */
function drawText(): string {
  return randomBytes(3 * 1024)
    .toString('base64')
    .replace(/[+/]/g, '')
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
