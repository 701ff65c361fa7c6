import { createHash } from 'node:crypto'

/**
 * Decisions that follow from a seed and a name alone. Whoever asks again under the same name is told the
 * same, in whatever order things happen, so that a seed replays.
 */
export interface Dice {
  /** From 0 up to, and without, 1. */
  roll(name: string): number
  chance(name: string, share: number): boolean
  /** A whole number, both ends included. */
  between(name: string, least: number, most: number): number
  pick<Choice>(name: string, choices: readonly Choice[]): Choice
}

export function dice(seed: string): Dice {
  const roll = (name: string) =>
    createHash('sha256').update(`${seed}/${name}`).digest().readUInt32BE(0) / 2 ** 32
  const between = (name: string, least: number, most: number) =>
    least + Math.floor(roll(name) * (most - least + 1))
  return {
    roll,
    between,
    chance: (name, share) => roll(name) < share,
    pick(name, choices) {
      const choice = choices[between(name, 0, choices.length - 1)]
      if (choice === undefined) throw new Error(`There is nothing to pick from for ${name}.`)
      return choice
    },
  }
}
