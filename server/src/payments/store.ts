import type { Row } from '../db/index.ts'
import { type Context, findOwn } from '../tenants/index.ts'
import { missing } from './errors.ts'
import { type PaymentTable, type Typed, typed } from './rows.ts'

type Reader = Pick<Context, 'queries' | 'tenant'>

/** One intent, attempt, refund or modification of this tenant, or undefined. */
export async function find<T extends PaymentTable>(
  ctx: Reader,
  table: T,
  id: string,
): Promise<Typed[T] | undefined> {
  const row = await findOwn(ctx, table, id)
  return row && typed(table, row as Row<T>)
}

const nouns: Readonly<Record<PaymentTable, string>> = {
  payment_intents: 'payment_intent',
  attempts: 'charge',
  refunds: 'refund',
  modifications: 'modification',
}

/** Like `find`. @throws {Problem} `resource_missing`, naming the parameter the id came in */
export async function get<T extends PaymentTable>(
  ctx: Reader,
  table: T,
  id: string,
  param: string,
): Promise<Typed[T]> {
  const row = await find(ctx, table, id)
  if (row === undefined) throw missing(nouns[table], id, param)
  return row
}
