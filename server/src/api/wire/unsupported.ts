import type { z } from 'zod'
import { Misfit, scalar } from './scalar.ts'

/**
 * A parameter Stripe has and this server does not: refused by its name, so that nothing is silently ignored.
 * @param instead what to do instead, or why: a sentence
 */
export function unsupported(instead = ''): z.ZodType<never, unknown> {
  return scalar<never>(
    () =>
      new Misfit('parameter_invalid', (param) =>
        `The parameter ${param} is not supported here. ${instead}`.trimEnd(),
      ),
    { not: {}, description: `Not supported. ${instead}`.trimEnd() },
  )
}

/** Several of them, to be spread into a schema. */
export function unsupportedAll<const N extends string>(
  names: readonly N[],
  instead?: string,
): { [K in N]: z.ZodExactOptional<z.ZodType<never, unknown>> } {
  return Object.fromEntries(names.map((name) => [name, unsupported(instead).optional()])) as never
}
