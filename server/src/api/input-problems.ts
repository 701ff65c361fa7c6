import type { z } from 'zod'
import type { Problem } from '../kernel/index.ts'
import { refuse } from './refusals.ts'
import { Misfit, quote } from './wire/index.ts'
import { empty, missing } from './wire/scalar.ts'

type Path = readonly PropertyKey[]

/**
 * The one refusal to answer bad input with: unknown parameters first, since what looks missing is often
 * one of them misspelt, then the first wrong one in the order the endpoint declares them.
 *
 * @param input what was parsed, to tell a parameter that is absent from one of the wrong kind
 */
export function inputProblem(error: z.ZodError, input: unknown): Problem {
  const unknown = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [],
  )
  if (unknown.length > 0) return unknownParameters(unknown)
  const [issue] = error.issues
  if (issue === undefined) throw new Error('Input was refused without an issue.')
  const misfit = misfitOf(issue, input)
  const param = bracketed(issue.path)
  return refuse(misfit.code, misfit.say(param), { param })
}

/** A path as forms write it: `items[0][price]`. */
function bracketed([first = '', ...rest]: Path): string {
  return String(first) + rest.map((part) => `[${String(part)}]`).join('')
}

function unknownParameters(paths: readonly Path[]): Problem {
  const names = paths.slice(0, 10).map((path) => quote(bracketed(path)))
  const more = paths.length > names.length ? ' …' : ''
  return refuse(
    'parameter_unknown',
    `Received unknown parameter${paths.length > 1 ? 's' : ''}: ${names.join(', ')}${more}`,
    { param: names[0] ?? '' },
  )
}

function misfitOf(issue: z.core.$ZodIssue, input: unknown): Misfit {
  switch (issue.code) {
    case 'custom':
      return issue.params?.['misfit'] instanceof Misfit
        ? issue.params['misfit']
        : new Misfit('parameter_invalid', () => issue.message)
    case 'invalid_type': {
      const value = valueAt(input, issue.path)
      if (value === undefined) return missing
      if (value === '' || value === null) return empty
      const kind = issue.expected === 'array' ? 'array' : 'object'
      return new Misfit('parameter_invalid', () => `Invalid ${kind}`)
    }
    case 'too_big':
      return new Misfit('parameter_invalid', () => `Invalid array: at most ${issue.maximum} items`)
    case 'too_small':
      return new Misfit('parameter_invalid', () => `Invalid array: at least ${issue.minimum} items`)
    default:
      return new Misfit('parameter_invalid', (param) => `Invalid ${param}`)
  }
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part]
  }
  return value
}
