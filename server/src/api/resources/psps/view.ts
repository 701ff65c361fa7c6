import { unixSeconds } from '../../../kernel/index.ts'
import { settingsOf } from '../../../tenants/index.ts'
import { kind } from '../../kinds.ts'
import { psp } from './schema.ts'
import { visiblePsps } from './visible-store.ts'

/** A PSP: a brand that operates on this backend. Its first secret key is in the answer that made it only. */
export const pspKind = kind({
  table: 'psps',
  object: 'psp',
  prefix: 'psp',
  schema: psp,
  visible: visiblePsps,
  view: (row) => ({
    id: row.id,
    object: 'psp',
    country: row.country,
    created: unixSeconds(row.created_at),
    metadata: row.metadata,
    name: row.name,
    settings: settingsOf(row),
  }),
})
