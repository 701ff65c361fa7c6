import type { Metadata } from './model.ts'

/** What a request says of metadata: keys to set, '' to remove one, or null to remove all. */
export type MetadataPatch = Readonly<Record<string, string>> | null | undefined

/** Metadata after a request's part is merged in. */
export function mergeMetadata(current: Metadata, patch: MetadataPatch): Metadata {
  if (patch === undefined) return current
  if (patch === null) return {}
  const merged = { ...current, ...patch }
  for (const name in patch) if (patch[name] === '') delete merged[name]
  return merged
}
