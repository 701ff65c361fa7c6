import { refuse } from './refusals.ts'

/** The version we answer in when a client names none. */
export const latestVersion = '2026-10-28.endive'

/**
 * Dates at which the shape of an object changed under old clients' feet. Versions between two of them are
 * one family: they get the same answers.
 */
const boundaries = ['2022-11-15', '2025-03-31', '2025-09-30'] as const

/** What a version looks like. */
export const versionLook = /^20\d\d-[01]\d-[0-3]\d(\.[a-z]+)?(;[\w.=; -]{1,200})?$/

/**
 * Reads `Stripe-Version`. Every dated version is accepted, ours or one that official clients will pin
 * tomorrow; views honour the older shapes that clients would break without.
 *
 * @returns comparable by date: `version < '2022-11-15'`
 * @throws {Problem} `version_invalid`
 */
export function readVersion(header: string | undefined): string {
  if (header === undefined || header === '') return latestVersion
  if (versionLook.test(header)) return header
  throw refuse(
    'version_invalid',
    `Invalid API version in Stripe-Version: it looks like ${latestVersion}.`,
  )
}

/** Which family of shapes a version belongs to: the same for two versions that get the same answers. */
export function familyOf(version: string): number {
  return boundaries.filter((boundary) => version >= boundary).length
}
