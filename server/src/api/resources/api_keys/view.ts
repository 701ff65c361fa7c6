import { unixSeconds } from '../../../kernel/index.ts'
import { redactedKey } from '../../../tenants/index.ts'
import { kind } from '../../kinds.ts'
import { apiKey } from './schema.ts'
import { visibleKeys } from './visible-store.ts'

const seconds = (time: Date | null) => (time === null ? null : unixSeconds(time))

/** An API key. Its text is in the answer that made it only, as `secret`. */
export const apiKeyKind = kind({
  table: 'api_keys',
  object: 'api_key',
  prefix: 'key',
  schema: apiKey,
  visible: visibleKeys,
  view: (row) => ({
    id: row.id,
    object: 'api_key',
    account: row.merchant_id,
    created: unixSeconds(row.created_at),
    expires_at: seconds(row.expires_at),
    livemode: row.livemode,
    name: row.name,
    permissions: row.permissions,
    psp: row.psp_id,
    redacted: redactedKey(row),
    replaced_by: row.replaced_by,
    revoked_at: seconds(row.revoked_at),
    type: row.kind === 'publishable' || row.kind === 'restricted' ? row.kind : 'secret',
  }),
})
