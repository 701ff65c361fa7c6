import type { Metadata } from './model.ts'

/** What a request says of metadata: keys to set, '' to remove one, or null to remove all. */
export type MetadataChange = Readonly<Record<string, string>> | null

/** Metadata after a request's part is merged in. */
export function mergeMetadata(current: Metadata, change: MetadataChange | undefined): Metadata {
  if (change === undefined) return current
  if (change === null) return {}
  const merged = { ...current, ...change }
  for (const name in change) if (change[name] === '') delete merged[name]
  return merged
}
