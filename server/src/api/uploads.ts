import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../kernel/index.ts'
import { decodeText, type RawInput } from './decode.ts'
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
 * @throws {Problem} `body_invalid`, saying what is too large or too many, or that the form breaks off
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
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') {
        const { fieldname, filename, mimetype } = part
        files.push([fieldname, uploadOf(filename, mimetype, await part.toBuffer())])
      } else {
        if (part.fieldnameTruncated || part.valueTruncated) {
          throw refuse('body_invalid', `A field of this form is too long.`)
        }
        const value = encodeURIComponent(String(part.value))
        fields.push(`${encodeURIComponent(part.fieldname)}=${value}`)
      }
    }
  } catch (error) {
    throw unreadable(error)
  }
  return { ...decodeText(fields.join('&')), ...Object.fromEntries(files) }
}

/** The parser's limits say their status; what it throws without one is about the form's own text. */
function unreadable(error: unknown): unknown {
  if (error instanceof Problem || (error instanceof Error && 'statusCode' in error)) return error
  const message = 'Invalid request body: it is not a whole multipart/form-data form.'
  return refuse('body_invalid', message, { cause: error })
}

function uploadOf(filename: string, contentType: string, bytes: Buffer): Upload {
  return {
    filename,
    contentType,
    bytes,
    toJSON: () => ({ filename, contentType, sha256: hash('sha256', bytes) }),
  }
}
