import { type CrashPoint, crashPoints } from '../server/src/kernel/index.ts'
import { dice } from './dice.ts'

/** One kill -9, and when. */
export interface KillPlan {
  readonly what: Target
  /** Once the callers have got so many final answers. */
  readonly afterSteps: number
  /** For the server at a random moment: so long after that. */
  readonly delayMs: number
  /** For a crash point: when it is passed for the so-manieth time. */
  readonly passing: number
}

/**
 * `server` at a random moment, or at a named point; `start`: a server that has only just begun;
 * `postmaster` and `backend`: PostgreSQL as a whole, or the process of one connection.
 */
export type Target = 'server' | 'start' | 'postmaster' | 'backend' | CrashPoint

/** Each round of ten has them all. */
const round: readonly Target[] = [
  ...['server', 'postmaster', 'server', 'backend', 'server', 'start', 'server'],
  ...crashPoints,
] as Target[]

/** So many kills, spread over so many steps, the last ones shortly before the end. */
export function planKills(seed: string, count: number, steps: number): KillPlan[] {
  const { between, roll } = dice(`${seed}/kills`)
  const every = (steps * lastShare) / count
  return Array.from({ length: count }, (_, index) => ({
    what: shuffled(seed, Math.floor(index / round.length))[index % round.length] ?? 'server',
    afterSteps: Math.floor(every * (index + roll(`${index}/when`))),
    delayMs: between(`${index}/delay`, 0, 40),
    passing: between(`${index}/passing`, 1, 12),
  }))
}

const lastShare = 0.95

function shuffled(seed: string, number: number): Target[] {
  const { roll } = dice(`${seed}/round ${number}`)
  return round.toSorted((left, right) => roll(left) - roll(right))
}
