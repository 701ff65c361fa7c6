import { type Row, type TableName, type Write, write } from '../db/index.ts'
import { type Money, money } from '../kernel/index.ts'
import type { Attempt, Intent, Modification, Refund } from './model.ts'
import { usualDetails } from './usual-details.ts'

/** The tables of this folder and their rows with typed details. */
export interface Typed {
  payment_intents: Intent
  attempts: Attempt
  modifications: Modification
  refunds: Refund
}
export type PaymentTable = keyof Typed & TableName

type Details = Readonly<Record<string, unknown>>

/** A stored row with its details typed: they were written from that type, less what was usual. */
export function typed<T extends PaymentTable>(table: T, row: Row<T>): Typed[T] {
  const details = { ...usualDetails[table], ...(row.details as object) }
  return { ...row, details } as unknown as Typed[T]
}

/** A typed row as the database and events take it: details that are as usual are left out. */
export function plain<T extends PaymentTable>(table: T, row: Typed[T]): Row<T> {
  const usual: Details = usualDetails[table]
  const all = row.details as unknown as Details
  const details: Record<string, unknown> = {}
  for (const name in all) if (all[name] !== usual[name]) details[name] = all[name]
  return { ...row, details } as unknown as Row<T>
}

export function writeRow<T extends PaymentTable>(table: T, row: Typed[T]): Write {
  return write(table, plain(table, row))
}

/** The next version of a row: what `replaces` takes. */
export function revise<T extends { readonly version: number }>(row: T, news: Partial<T>): T {
  return { ...row, ...news, version: row.version + 1 }
}

/** A row's amount as money. */
export function amountOf(row: { readonly amount: bigint; readonly currency: string }): Money {
  return money(row.amount, row.currency)
}

/**
 * What a processor knows a thing of ours by. It names the merchant too, so that a notification finds its
 * row by key: no table is unique, or indexed, on an id alone.
 */
export function referenceOf({ merchant_id, id }: { merchant_id: string; id: string }): string {
  return `${merchant_id}.${id}`
}

/** The merchant and id in a reference of ours, or undefined when it is none. */
export function parseReference(reference: string): { merchantId: string; id: string } | undefined {
  const match = /^(acct_\w+)\.(\w+)$/.exec(reference)
  return match?.[1] !== undefined && match[2] !== undefined
    ? { merchantId: match[1], id: match[2] }
    : undefined
}
