import { adapterFor } from '../../../processors/index.ts'
import { refuse } from '../../refusals.ts'

/**
 * Refuses credentials its processor's adapter could not work with. Their shape is looked at; whether the
 * processor honours them, the first payment shows.
 * @throws {Problem} `parameter_invalid`, naming the first at fault and never its value
 */
export function checkCredentials(
  processor: string,
  credentials: Readonly<Record<string, string>>,
): void {
  const [problem] = adapterFor(processor).checkCredentials(credentials)
  if (problem === undefined) return
  const [, name, what = problem] = /^(\w+): (.*)$/s.exec(problem) ?? []
  const param = name === undefined ? 'credentials' : `credentials[${name}]`
  throw refuse('parameter_invalid', `Invalid ${param}: ${what}`, { param })
}
