import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { decodeForm, FormError } from '../kernel/index.ts'
import type { RawInput } from './decode.ts'
import { refuse } from './refusals.ts'

/** A file that came with a request, whole in memory. */
export interface Upload {
  readonly filename: string
  readonly contentType: string
  readonly bytes: Buffer
  /** What stands for it where a request is hashed. */
  toJSON(): unknown
}

/**
 * Reads a multipart/form-data body: fields as a form has them, files as `Upload`.
 * @throws {Problem} `body_invalid`, saying what is too large or too many
 */
export async function readMultipart(
  request: FastifyRequest,
  { maxBytes }: { maxBytes: number },
): Promise<RawInput> {
  const fields: string[] = []
  const files: [string, Upload][] = []
  const limits = {
    fileSize: maxBytes,
    files: 1,
    fields: 100,
    fieldSize: 10_000,
    fieldNameSize: 200,
  }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') {
      files.push([part.fieldname, uploadOf(part.filename, part.mimetype, await part.toBuffer())])
    } else {
      if (part.fieldnameTruncated || part.valueTruncated) {
        throw refuse('body_invalid', `A field of this form is too long.`)
      }
      fields.push(`${encodeURIComponent(part.fieldname)}=${encodeURIComponent(String(part.value))}`)
    }
  }
  return { ...form(fields.join('&')), ...Object.fromEntries(files) }
}

function form(text: string): RawInput {
  try {
    return decodeForm(text)
  } catch (error) {
    if (error instanceof FormError) throw refuse('body_invalid', error.message)
    throw error
  }
}

function uploadOf(filename: string, contentType: string, bytes: Buffer): Upload {
  return {
    filename,
    contentType,
    bytes,
    toJSON: () => ({ filename, contentType, sha256: hash('sha256', bytes) }),
  }
}
