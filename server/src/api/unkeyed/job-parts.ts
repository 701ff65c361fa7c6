import type { JobParts } from '../../tenants/index.ts'
import type { Api } from '../api.ts'

/** What work is done with that no API key vouches for. */
export function jobParts({ clock, database, committer, parts }: Api): JobParts {
  return { clock, database, committer, directory: parts.directory }
}
