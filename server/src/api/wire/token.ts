import { z } from 'zod'
import { text } from './types.ts'

/** The id of a token, as text, or what it could stand for. */
export function tokenOr<T>(type: z.ZodType<T>): z.ZodType<string | T, unknown> {
  const either = (value: unknown): z.ZodType<string | T> =>
    typeof value === 'object' && value !== null ? type : text({ max: 255 })
  return z
    .transform((value: unknown, ctx): string | T => {
      const read = either(value).safeParse(value)
      if (read.success) return read.data
      for (const issue of read.error.issues) ctx.issues.push({ ...issue, input: value } as never)
      return z.NEVER
    })
    .meta({ anyOf: [{ type: 'string', maxLength: 255 }, { type: 'object' }] })
}
