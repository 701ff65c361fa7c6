import type { Row } from '../db/index.ts'
import type { Json } from '../kernel/index.ts'
import type { Notification } from '../processors/index.ts'

/** What a processor told us, as stored. */
export type StoredNotification = Row<'notifications'>

/** An answer as JSON: amounts as text, since JSON knows no exact numbers. */
export function answerJson(answer: Notification['answer']): Json {
  return JSON.parse(
    JSON.stringify(answer, (_name, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  )
}

/** The answer of a stored notification: it was written by `answerJson`. */
export function answerOf({ answer }: StoredNotification): Notification['answer'] {
  const { amount, dueBy, asOf, ...rest } = answer as unknown as StoredAnswer
  return {
    ...rest,
    ...(amount && { amount: { ...amount, amount: BigInt(amount.amount) } }),
    ...(dueBy && { dueBy: new Date(dueBy) }),
    ...(asOf && { asOf: new Date(asOf) }),
  } as Notification['answer']
}

interface StoredAnswer {
  readonly amount?: { readonly amount: string; readonly currency: string }
  readonly dueBy?: string
  readonly asOf?: string
}
