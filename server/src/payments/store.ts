import type { Row } from '../db/index.ts'
import { type Context, findOwn } from '../tenants/index.ts'
import { missing } from './errors.ts'
import type { Refund } from './model.ts'
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

/** The refunds of an attempt, newest first. */
export async function refundsOf({ queries, tenant }: Reader, attemptId: string): Promise<Refund[]> {
  const rows = await queries
    .selectFrom('refunds')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
    .where('attempt_id', '=', attemptId)
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => typed('refunds', row))
}

/** What the merchant can pay out or refund from now, in one currency. */
export async function availableBalance(
  { queries, tenant }: Reader,
  currency: string,
): Promise<bigint> {
  const row = await queries
    .selectFrom('account_balances')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
    .where('account', '=', 'merchant_available')
    .where('currency', '=', currency)
    .executeTakeFirst()
  return row === undefined ? 0n : row.posted_credits - row.posted_debits
}
