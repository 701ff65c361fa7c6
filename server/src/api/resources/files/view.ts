import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { file } from './schema.ts'

/** A file a merchant uploaded. Its contents are fetched from its URL, with a key. */
export const fileKind = kind({
  table: 'files',
  object: 'file',
  prefix: 'file',
  schema: file,
  view: (row, { publicUrl }) => ({
    id: row.id,
    object: 'file',
    created: unixSeconds(row.created_at),
    expires_at: null,
    filename: row.filename,
    purpose: row.purpose,
    size: row.size,
    title: null,
    type: row.type,
    url: `${publicUrl}/v1/files/${row.id}/contents`,
  }),
})
