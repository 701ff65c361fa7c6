import { hash } from 'node:crypto'
import type { Row } from '../db/index.ts'
import { randomText } from '../kernel/index.ts'

/** Whose a key is and what it may do. `psp` and `operator` keys belong to no merchant. */
export type KeyKind = 'secret' | 'publishable' | 'restricted' | 'psp' | 'operator'

const prefixes = { secret: 'sk', publishable: 'pk', restricted: 'rk', psp: 'sk' } as const
const shape = /^(?:[spr]k_(?:test|live)|sk_op)_[0-9A-Za-z]{24,255}$/

/**
 * The text of a new key: `sk_test_…`, `pk_live_…`, `rk_test_…`, and `sk_op_…` for an operator, with
 * 32 random base-62 digits (190 bits).
 */
export function newKeyText(kind: KeyKind, livemode: boolean): string {
  return `${prefixOf(kind, livemode)}${randomText(32)}`
}

function prefixOf(kind: KeyKind, livemode: boolean): string {
  return kind === 'operator' ? 'sk_op_' : `${prefixes[kind]}_${livemode ? 'live' : 'test'}_`
}

/** Whether a text can be a key of ours at all; what cannot be is refused without asking the database. */
export function looksLikeKey(text: string): boolean {
  return shape.test(text)
}

/**
 * What the database knows of a key: SHA-256 of its text, in hex. A slow, salted hash protects what can
 * be guessed; nobody guesses 140 random bits and more, so a fast one loses nothing and costs a
 * microsecond a request.
 */
export function hashKey(text: string): string {
  return hash('sha256', text)
}

/** The part of a key that may be kept and shown: its last four characters. */
export function keyHintOf(text: string): string {
  return text.slice(-4)
}

/**
 * A key as messages may quote it: its kind, stars, its last four. A text that is no key of ours may be
 * anything, a card number too, so nothing of it is quoted.
 */
export function redactKey(text: string): string {
  const prefix = /^(?:[spr]k_(?:test|live)|sk_op)_/.exec(text)?.[0]
  return prefix !== undefined && looksLikeKey(text)
    ? `${prefix}${stars}${keyHintOf(text)}`
    : `${prefix ?? ''}${'*'.repeat(8)}`
}

/** A stored key as it is shown: as messages quote it. */
export function redactedKey({
  kind,
  livemode,
  hint,
}: Pick<Row<'api_keys'>, 'kind' | 'livemode' | 'hint'>): string {
  return `${prefixOf(kind as KeyKind, livemode)}${stars}${hint}`
}

const stars = '*'.repeat(20)
