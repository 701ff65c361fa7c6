import type { Credentials } from '../adapter.ts'

const hidden = '[redacted]'
const longest = 200

/** Runs of digits long enough to be a card number, with the blanks and dashes people put in them. */
const cardLike = /\d(?:[ -]?\d){10,}/g

/**
 * What may be logged of a text that came from outside: no card number, no credential of the account,
 * and not much of it. Parse errors quote what they could not read, so error messages pass here too.
 */
export function redact(text: string, credentials: Credentials): string {
  let safe = text
  for (const secret of Object.values(credentials)) {
    if (secret.length >= 4) safe = safe.replaceAll(secret, hidden)
  }
  safe = safe.replace(cardLike, hidden)
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe
}

/** A request's path as it may be logged: queries can carry secrets, so they are left out. */
export function redactPath(path: string, credentials: Credentials): string {
  const query = path.search(/[?#]/)
  return redact(query < 0 ? path : path.slice(0, query), credentials)
}
