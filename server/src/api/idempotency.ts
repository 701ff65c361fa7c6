import { hash } from 'node:crypto'
import { type Change, ChangeRefused, type Row, write } from '../db/index.ts'
import { holdsCardNumber, type Json } from '../kernel/index.ts'
import type { Level } from './context.ts'
import { refuse } from './refusals.ts'
import type { Reply } from './reply.ts'

/** A request with an Idempotency-Key. */
export interface KeyedRequest {
  /** Whose keys these are: the merchant, or the PSP or operator for their own calls. */
  readonly ownerId: string
  readonly level: Level
  readonly livemode: boolean
  readonly key: string
  /** The same for the same method, path, parameters and kind of caller. */
  readonly fingerprint: string
  readonly requestId: string
  readonly at: Date
}

/** The key belongs to an earlier request, or one that runs now: its stored row decides the answer. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken'
}

/**
 * Reads an Idempotency-Key header.
 * @throws {Problem} `idempotency_key_invalid`
 */
export function readKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  if (header.length === 0 || header.length > 255) {
    throw refuse(
      'idempotency_key_invalid',
      `An Idempotency-Key has 1 to 255 characters; yours has ${header.length}.`,
    )
  }
  if (holdsCardNumber(header)) {
    throw refuse(
      'idempotency_key_invalid',
      'An Idempotency-Key is kept, so it may not hold a card number, and yours holds what looks like one.',
    )
  }
  return header
}

/**
 * A keyed hash of what a request asks: parameters may be card numbers, which a plain hash of so few
 * possibilities would give away. (Hashing twice, with the key each time, does what HMAC does at half the cost.)
 */
export function fingerprint(signingKey: string, parts: readonly unknown[]): string {
  return hash(
    'sha256',
    signingKey + hash('sha256', signingKey + JSON.stringify(parts)),
    'base64url',
  )
}

/**
 * Adds to a change the row that keeps its request's key: inserted by the first change of the request, whose
 * primary key so refuses a second request, and replaced by later ones. It goes first: if it is refused,
 * that is what there is to know.
 *
 * @param written the row's version as it stands, 0 before the first change
 * @param reply with the request's last change: what a repeat is told
 */
export function withKey(
  change: Change,
  request: KeyedRequest,
  written: number,
  reply: Reply | undefined,
): Change {
  const row = write('idempotent_requests', {
    owner_id: request.ownerId,
    livemode: change.livemode,
    key: request.key,
    version: written + 1,
    created_at: request.at,
    fingerprint: request.fingerprint,
    request_id: request.requestId,
    state: reply === undefined ? 'in_progress' : 'done',
    status: reply?.status ?? null,
    body: reply?.body ?? null,
    result: null,
  })
  return written === 0
    ? { ...change, inserts: [row, ...change.inserts] }
    : { ...change, replaces: [row, ...change.replaces] }
}

/** Whether a change was refused over its key's row: somebody else has it, or has finished it for us. */
export function isKeyRefusal(error: unknown): boolean {
  return error instanceof ChangeRefused && error.at.includes('idempotent_requests')
}

/** What is stored of a request that was finished without its server: by the job that repairs payments. */
export type StoredResult =
  | { readonly table: string; readonly id: string }
  | {
      readonly problem: {
        readonly code: string
        readonly message: string
        readonly param?: string
        readonly details?: { readonly [field: string]: Json }
      }
    }

/**
 * Decides what a stored row means for a request with the same key.
 *
 * @returns the row, done, for its answer to be told again
 * @throws {Problem} `idempotency_mismatch` for other parameters, `idempotency_key_in_use` while it runs
 */
export function doneRow(
  stored: Row<'idempotent_requests'> | undefined,
  request: KeyedRequest,
): Row<'idempotent_requests'> {
  if (stored !== undefined && stored.fingerprint !== request.fingerprint) {
    throw refuse(
      'idempotency_mismatch',
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${request.key}' if you meant to execute a different request.`,
    )
  }
  // Gone again: the other request's change was refused after ours, or its row has aged out this moment.
  if (stored === undefined || stored.state !== 'done') {
    throw refuse(
      'idempotency_key_in_use',
      'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through)',
    )
  }
  return stored
}
