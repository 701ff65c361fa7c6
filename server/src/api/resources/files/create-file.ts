import { type Row, write } from '../../../db/index.ts'
import { event } from '../../../events/index.ts'
import { newId, starred } from '../../../kernel/index.ts'
import { type Context, changeOf, shown } from '../../../tenants/index.ts'
import { refuse } from '../../refusals.ts'
import type { Upload } from '../../uploads.ts'
import { type FileType, fileTypeOf } from './file-type.ts'
import { type PurposeName, purposes, readable } from './purposes.ts'

/**
 * Keeps a file, as it came.
 * @throws {Problem} `parameter_invalid` when it is empty, too large, or not of a type its purpose takes
 */
export async function createFile(
  ctx: Context,
  { file: upload, purpose }: { readonly file: Upload; readonly purpose: PurposeName },
): Promise<Row<'files'>> {
  const type = checkFile(upload, purpose)
  const now = ctx.clock.now()
  const id = newId('file', now.getTime())
  const owner = { merchant_id: ctx.tenant.merchant.id, livemode: ctx.tenant.livemode }
  const { bytes } = upload
  const row: Row<'files'> = {
    ...{ ...owner, id, created_at: now, purpose, type },
    ...{ filename: nameOf(upload), size: bytes.length },
  }
  const contents = { ...owner, id, base64: bytes.toString('base64') }
  const change = changeOf(ctx, {
    inserts: [
      ...[write('files', row), write('file_contents', contents)],
      ...event('file.created', row, now, ctx.origin),
    ],
  })
  await ctx.conclude(change, shown('files', row))
  return row
}

function checkFile({ bytes, filename }: Upload, purpose: PurposeName): FileType {
  const { maxBytes } = purposes[purpose]
  const types: readonly FileType[] = purposes[purpose].types
  if (bytes.length === 0) throw badFile('Invalid file: it is empty.')
  if (bytes.length > maxBytes) {
    throw badFile(`Invalid file: a ${purpose} has at most ${readable(maxBytes)}.`)
  }
  const type = fileTypeOf(bytes, filename)
  if (type === undefined || !types.includes(type)) {
    throw badFile(`Invalid file: by its content it is none of ${types.join(', ')}.`)
  }
  return type
}

const longestName = 255

/** The name it came with, without what no name needs and a header or database would choke on or should not hold. */
function nameOf({ filename }: Upload): string | null {
  const name = filename.toWellFormed().replaceAll(/\p{Cc}/gu, '')
  return name === '' ? null : Array.from(starred(name)).slice(-longestName).join('')
}

function badFile(message: string) {
  return refuse('parameter_invalid', message, { param: 'file' })
}
