import { z } from 'zod'
import { type Draw, seeded } from './random.ts'

/** How a simulator can be told to misbehave while it answers a request. */
const requestFaults = [
  /** Refuses, with `code` as the processor calls it. */
  'decline',
  /** Never answers; nothing happened. */
  'timeout_before',
  /** Does what was asked, and never answers. */
  'timeout_after',
  'drop_before',
  'drop_after',
  'error_before',
  'error_after',
  /** Does what was asked; the JSON of the answer stops half-way. */
  'truncate_after',
  /** Does what was asked; the answer is a web page with status 200. */
  'html_after',
  /** Does what was asked; the answer alone names another amount or currency. */
  'wrong_amount',
  'wrong_currency',
  /** Answers after `ms`. */
  'slow',
  'conflict',
  'rate_limit',
] as const

/** How it can be told to misbehave while it sends a notification. */
const notificationFaults = [
  /** Sends it `count` times more. */
  'duplicate',
  /** Sends it `ms` later. */
  'delay',
  /** Holds it for a random part of `ms`, so that later ones overtake it. */
  'reorder',
  /** Sends a forged copy too: wrongly signed, signed an hour ago, or signed with another account's secret. */
  'forge_signature',
  'forge_stale',
  'forge_account',
  /** Never sends it. */
  'lose',
] as const

/** The operation under which rules for notifications are given. */
export const notificationOperation = 'notification'

/**
 * One rule: the next `times` calls of the operation, or each call with `probability`. `operation` is
 * one the simulator names (`authorize`, `capture`, …), `*` for all of them, or `notification`.
 */
export const faultRule = z
  .strictObject({
    operation: z.string().min(1),
    fault: z.enum([...requestFaults, ...notificationFaults]),
    times: z.int().min(1).optional(),
    probability: z.number().min(0).max(1).optional(),
    code: z.string().optional(),
    ms: z.int().min(0).max(600_000).default(1_000),
    count: z.int().min(1).max(20).default(1),
  })
  .refine((rule) => (rule.times === undefined) !== (rule.probability === undefined), {
    error: 'Give either times or probability.',
    path: ['times'],
  })
  .refine(
    (rule) =>
      notificationFaults.some((fault) => fault === rule.fault) ===
      (rule.operation === notificationOperation),
    { error: `Is not a fault of this operation.`, path: ['fault'] },
  )
export type FaultRule = z.output<typeof faultRule>
export type FaultRuleInput = z.input<typeof faultRule>

export interface Faults {
  add(rules: readonly FaultRule[]): void
  clear(): void
  /** What goes wrong with this call, if anything. */
  next(operation: string): FaultRule | undefined
  /** A random share of a rule's `ms`, from the same seed. */
  share(rule: FaultRule): number
  /** How often what has gone wrong since the start. */
  readonly met: FaultCounts
}

export type FaultCounts = Readonly<Partial<Record<FaultRule['fault'], number>>>

/**
 * Rules and the dice that pick among them. Each operation has its own dice, thrown once per call, so
 * that the n-th authorization of a seed meets the same fault however many captures ran in between.
 */
export function planFaults(seed: string): Faults {
  let rules: { rule: FaultRule; left: number }[] = []
  const met: Partial<Record<FaultRule['fault'], number>> = {}
  const dice = new Map<string, Draw>()
  const draw = (name: string) => {
    const found = dice.get(name) ?? seeded(`${seed}/${name}`)
    dice.set(name, found)
    return found()
  }
  const pick = (operation: string): FaultRule | undefined => {
    let luck = draw(operation)
    const here = rules.filter(({ rule }) => concerns(rule, operation))
    const counted = here.find(({ left }) => left > 0)
    if (counted !== undefined) {
      counted.left -= 1
      return counted.rule
    }
    for (const { rule } of here) {
      const probability = rule.probability ?? 0
      if (luck < probability) return rule
      luck -= probability
    }
    return undefined
  }
  return {
    met,
    add(added) {
      rules = [...rules, ...added.map((rule) => ({ rule, left: rule.times ?? 0 }))]
    },
    clear() {
      rules = []
      dice.clear()
    },
    next(operation) {
      const rule = pick(operation)
      if (rule !== undefined) met[rule.fault] = (met[rule.fault] ?? 0) + 1
      return rule
    },
    share: (rule) => Math.round(draw('share') * rule.ms),
  }
}

function concerns(rule: FaultRule, operation: string): boolean {
  return (
    rule.operation === operation || (rule.operation === '*' && operation !== notificationOperation)
  )
}
