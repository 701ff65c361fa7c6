import { parseArgs } from 'node:util'

/** What one run of the benchmark does. */
export interface Options {
  /** Under a minute: fewer payments, no million stored. */
  readonly quick: boolean
  readonly json: boolean
  /** Payments a phase makes. */
  readonly payments: number
  /** Payments stored before everything is measured again; 0 for none. */
  readonly stored: number
}

/** @throws {Error} naming an option that is unknown or not a number */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      payments: { type: 'string' },
      stored: { type: 'string' },
    },
  })
  const whole = (name: string, text: string | undefined, fallback: number) => {
    if (text === undefined) return fallback
    if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not '${text}'.`)
    return Number(text)
  }
  const { quick, json } = values
  return {
    ...{ quick, json },
    payments: whole('payments', values.payments, quick ? 3_000 : 20_000),
    stored: whole('stored', values.stored, quick ? 0 : 1_000_000),
  }
}
