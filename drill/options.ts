import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type ControlName, controlNames } from './sabotage.ts'

export interface Options {
  readonly payments: number
  readonly kills: number
  /** Orders in progress at a time, those that only wait left out. */
  readonly callers: number
  /** Cuts the processors' own deadlines. */
  readonly deadlineMs: number | undefined
  /** How many times as often as usual processors misbehave. */
  readonly faults: number
  /** How long a caller waits for an end of anything. */
  readonly patienceMs: number
  /** Decides payments, kills and faults. */
  readonly seed: string
  readonly json: boolean
  /** Leaves the data directory behind. */
  readonly keep: boolean
  /** The bug to switch in. */
  readonly control: ControlName | undefined
  /** Runs each bug, and passes when every one of them was caught. */
  readonly controls: boolean
}

/** Wrong usage, in words. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const usage = `npm run drill -- [options]

  --quick           300 payments and 10 kills in under a minute
  --payments N      how many payments (10000)
  --kills N         how many kills (110)
  --callers N       how many callers at a time (48)
  --seed S          replays the drill of this seed
  --control BUG     switches in a bug that must make it fail, in a short drill: ${controlNames.join(', ')}
  --controls        runs each of them, and passes when all were caught
  --keep            leaves the data directory and the server's log behind
  --json            one JSON object as the last line`

const full = {
  ...{ payments: 10_000, kills: 110, callers: 48 },
  ...{ deadlineMs: undefined, faults: 1, patienceMs: 180_000 },
}
const quick = {
  ...{ payments: 300, kills: 10, callers: 24 },
  ...{ deadlineMs: 1_500, faults: 1, patienceMs: 60_000 },
}
/** What a bug does in ten thousand payments must show in a hundred. */
const withBug = { ...quick, payments: 100, kills: 1, faults: 2, patienceMs: 20_000 }

/** @throws {UsageError} naming the option */
export function readOptions(args: readonly string[]): Options {
  const { values } = parse(args)
  const bug = control(values.control)
  const isShort = bug !== undefined || values.controls === true
  const base = isShort ? withBug : values.quick === true ? quick : full
  const whole = (name: 'payments' | 'kills' | 'callers', least: number) => {
    const text = values[name]
    if (text === undefined) return base[name]
    if (/^\d{1,7}$/.test(text) && Number(text) >= least) return Number(text)
    throw new UsageError(`--${name} is a whole number from ${least}, not '${text}'.`)
  }
  return {
    ...base,
    payments: whole('payments', 1),
    kills: whole('kills', 0),
    callers: whole('callers', 1),
    seed: values.seed ?? String(randomInt(1_000_000)),
    json: values.json === true,
    keep: values.keep === true,
    control: bug,
    controls: values.controls === true,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean' },
        payments: { type: 'string' },
        kills: { type: 'string' },
        callers: { type: 'string' },
        seed: { type: 'string' },
        control: { type: 'string' },
        controls: { type: 'boolean' },
        keep: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function control(name: string | undefined): ControlName | undefined {
  const found = controlNames.find((each) => each === name)
  if (name !== undefined && found === undefined) {
    throw new UsageError(`--control is one of ${controlNames.join(', ')}, not '${name}'.`)
  }
  return found
}
