import { onCurrentRows, type Row, write } from '../db/index.ts'
import { newId } from '../kernel/index.ts'
import { shown } from './context.ts'
import { keyChange, type MadeKey } from './create-key.ts'
import { badParameter, refuse } from './errors.ts'
import { hashKey, type KeyKind, keyHintOf, newKeyText } from './keys.ts'
import type { OfficeContext } from './office.ts'
import { findKeyById } from './store.ts'

/**
 * Ends a key: at once on this server, within seconds on every other. A key that has ended stays as it is.
 * @throws {Problem} `key_unknown`
 */
export function revokeKey(ctx: OfficeContext, id: string): Promise<Row<'api_keys'>> {
  return onCurrentRows(async () => {
    const current = await keyOf(ctx, id)
    const key =
      current.revoked_at === null
        ? { ...current, version: current.version + 1, revoked_at: ctx.clock.now() }
        : current
    const replaces = key === current ? [] : [write('api_keys', key)]
    await ctx.conclude(keyChange(key, { replaces }), shown('api_keys', key))
    return key
  })
}

/**
 * Makes a new key like an old one, and ends the old one when `overlapMs` have passed: time to put the new
 * one in place everywhere without a failed request.
 *
 * @param overlapMs 0 to end the old key at once
 * @throws {Problem} `key_unknown`, `key_ended` when it was revoked, has expired or was rolled before
 */
export function rollKey(ctx: OfficeContext, id: string, overlapMs: number): Promise<MadeKey> {
  if (!Number.isSafeInteger(overlapMs) || overlapMs < 0 || overlapMs > longestOverlapMs) {
    throw badParameter('expires_at', 'The old key ends now, or within 30 days.')
  }
  return onCurrentRows(async () => {
    const old = await keyOf(ctx, id)
    const { ended, made } = rolled(old, ctx.clock.now(), overlapMs)
    const change = keyChange(old, {
      inserts: [write('api_keys', made.key)],
      replaces: [write('api_keys', ended)],
    })
    await ctx.conclude(change, shown('api_keys', made.key))
    return made
  })
}

const longestOverlapMs = 30 * 24 * 3_600_000

async function keyOf(ctx: OfficeContext, id: string): Promise<Row<'api_keys'>> {
  const key = await findKeyById(ctx.queries, id)
  if (key === undefined) throw refuse('key_unknown', `No such API key: '${id}'`, 'id')
  return key
}

function rolled(old: Row<'api_keys'>, now: Date, overlapMs: number) {
  const expired = old.expires_at !== null && old.expires_at <= now
  if (old.revoked_at !== null || expired || old.replaced_by !== null) {
    const end = old.replaced_by === null ? 'has ended' : `was rolled to ${old.replaced_by}`
    throw refuse('key_ended', `API key '${old.id}' ${end}.`)
  }
  const until = new Date(now.getTime() + overlapMs)
  const text = newKeyText(old.kind as KeyKind, old.livemode)
  const key: Row<'api_keys'> = {
    ...old,
    id: newId('key', now.getTime()),
    hash: hashKey(text),
    version: 1,
    hint: keyHintOf(text),
    created_at: now,
  }
  const ended: Row<'api_keys'> = {
    ...old,
    version: old.version + 1,
    expires_at: old.expires_at !== null && old.expires_at < until ? old.expires_at : until,
    replaced_by: key.id,
  }
  return { ended, made: { key, text } }
}
