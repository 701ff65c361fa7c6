import type { z } from 'zod'
import type { HttpResponse, Unknown } from '../../adapter.ts'

/** JSON, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Hands a 200 of the expected shape to `use`; anything else is unknown, and so is what `use` cannot
 * express in our money.
 */
export function readAs<Schema extends z.ZodType, Reply>(
  schema: Schema,
  response: HttpResponse,
  use: (value: z.output<Schema>) => Reply,
): Reply | Unknown {
  const parsed = schema.safeParse(parseJson(response.body))
  if (!parsed.success) return unknown(`the answer is not ${describe(parsed.error)}`)
  try {
    return use(parsed.data)
  } catch (error) {
    if (error instanceof RangeError) return unknown(error.message)
    throw error
  }
}

export function unknown(reason: string): Unknown {
  return { outcome: 'unknown', reason: `stripe: ${reason}` }
}

function describe({ issues: [issue] }: z.ZodError): string {
  return `what the protocol says at '${issue?.path.join('.') ?? ''}'`
}
