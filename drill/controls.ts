import type { Promised } from './compare.ts'
import type { Options } from './options.ts'
import { drill, type Outcome } from './run.ts'
import { type ControlName, controlNames } from './sabotage.ts'

/** The promise each bug must be seen to break; that anything at all went wrong would prove little. */
export const breaks: Readonly<Record<ControlName, Promised>> = {
  'fresh-key': 'nothing is charged or refunded twice',
  'timeout-is-failure': 'no money is lost or invented',
}

export interface Caught {
  readonly control: ControlName
  readonly caught: boolean
  readonly outcome: Outcome
}

/** Runs each bug in a short drill of its own. */
export async function runControls(options: Options): Promise<Caught[]> {
  const all: Caught[] = []
  for (const control of controlNames) {
    const outcome = await drill({ ...options, control })
    all.push({ control, caught: isCaught(outcome), outcome })
  }
  return all
}

/** Whether a drill with a bug saw what that bug does. */
function isCaught({ options, promises }: Outcome): boolean {
  const { control } = options
  return (
    control !== undefined &&
    promises.some(({ promise, broken }) => promise === breaks[control] && broken.length > 0)
  )
}
