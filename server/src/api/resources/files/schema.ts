import { z } from 'zod'
import { datedListParams } from '../../list-params.ts'
import type { Upload } from '../../uploads.ts'
import { enumeration, misfit, optional, scalar, unsupportedAll } from '../../wire/index.ts'
import { purposeNames } from './purposes.ts'

/** A file on the wire. */
export const file = z.strictObject({
  id: z.string(),
  object: z.literal('file'),
  created: z.int(),
  expires_at: z.null(),
  filename: z.string().nullable(),
  purpose: z.enum(purposeNames),
  size: z.int(),
  title: z.null(),
  type: z.string(),
  url: z.string(),
})

/** A file that came in a multipart form; what has the shape of one in another form is none. */
const upload: z.ZodType<Upload, unknown> = scalar<Upload>(
  (value) =>
    typeof value === 'object' && value !== null && 'bytes' in value && Buffer.isBuffer(value.bytes)
      ? (value as Upload)
      : misfit(
          'parameter_invalid',
          'Invalid file: send it as a part of a multipart/form-data form',
        ),
  { type: 'string', format: 'binary' },
)

export const createFileBody = z.strictObject({
  file: upload,
  purpose: enumeration(purposeNames),
  ...unsupportedAll(['file_link_data'], 'Files are fetched with a key.'),
})

export const listFilesQuery = z.strictObject({
  ...datedListParams,
  purpose: optional(enumeration(purposeNames)),
})
