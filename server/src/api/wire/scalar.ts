import { z } from 'zod'
import { starred } from '../../kernel/index.ts'
import type { ApiProblemCode } from '../refusals.ts'

/** A value that is not what a parameter takes: its code, and what to say once the parameter's name is known. */
export class Misfit {
  readonly code: ApiProblemCode
  readonly say: (param: string) => string

  constructor(code: ApiProblemCode, say: (param: string) => string) {
    this.code = code
    this.say = say
  }
}

/** What JSON Schema says of a type, for the API's description. */
export type JsonSchema = Readonly<Record<string, unknown>>

export const missing = new Misfit(
  'parameter_missing',
  (param) => `Missing required param: ${param}.`,
)

export const empty = new Misfit(
  'parameter_invalid_empty',
  (param) =>
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
)

/** A refusal in words that do not need the parameter's name. */
export function misfit(code: ApiProblemCode, message: string): Misfit {
  return new Misfit(code, () => message)
}

/**
 * A type of parameter that reads what a form (text) or JSON carries. `read` never sees an absent or empty
 * value: the first is refused as missing, the second as an attempt to unset what cannot be unset.
 */
export function scalar<T>(
  read: (value: unknown) => T | Misfit,
  json: JsonSchema,
): z.ZodType<T, unknown> {
  return z
    .transform((value: unknown, ctx): T => {
      const result =
        value === undefined ? missing : value === '' || value === null ? empty : read(value)
      if (!(result instanceof Misfit)) return result
      ctx.issues.push({ code: 'custom', input: value, params: { misfit: result } })
      return z.NEVER
    })
    .meta(json)
}

/**
 * A wrong value as a message may quote it: short, and with runs of digits that could be a card number
 * starred out, since messages travel further than requests.
 */
export function quote(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}'
  const text = starred(String(value))
  return text.length > 80 ? `${text.slice(0, 40)}…${text.slice(-20)}` : text
}
