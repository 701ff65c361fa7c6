import type { Row } from '../db/index.ts'

/** Named values a line each, the names in a column of their own; what is undefined is left out. */
export function facts(values: Readonly<Record<string, string | undefined>>): string {
  const shown = Object.entries(values).filter(([, value]) => value !== undefined)
  const width = Math.max(...shown.map(([name]) => name.length))
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}

/** A key for a list: all but its text, which nobody has any more. */
export function keyLine(key: Row<'api_keys'>, now: Date): string {
  const mode = key.kind === 'operator' ? '' : key.livemode ? ' live' : ' test'
  return [
    key.id,
    `${key.kind}${mode}`.padEnd(16),
    `…${key.hint}`,
    stateOf(key, now).padEnd(8),
    key.name ?? '',
  ]
    .join('  ')
    .trimEnd()
}

function stateOf({ revoked_at, expires_at, replaced_by }: Row<'api_keys'>, now: Date): string {
  if (revoked_at !== null) return 'revoked'
  if (expires_at === null) return 'active'
  if (expires_at <= now) return replaced_by === null ? 'expired' : 'rolled'
  return `until ${expires_at.toISOString()}`
}
