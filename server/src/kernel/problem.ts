/**
 * What a caller may not do, or what cannot be done for them: a refusal they can act on, never a bug.
 * Each folder lists its codes in `errors.ts`; only `api/problems.ts` knows their HTTP statuses.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  /** The parameter at fault as the caller wrote it: `items[0][price]`. */
  readonly param: string | undefined
  /** More fields for the error body: `decline_code`, the `payment_intent` as it now is, … */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    {
      param,
      cause,
      ...details
    }: { param?: string; cause?: unknown; [field: string]: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.param = param
    this.details = details
  }
}
