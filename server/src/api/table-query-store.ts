import type { SelectQueryBuilder } from 'kysely'
import type { Row, Schema, TableName } from '../db/index.ts'

/** A query over all columns of a table. */
export type TableQuery<T extends TableName> = SelectQueryBuilder<Schema, T, Row<T>>

/** Kysely cannot type a query over a table that is a type parameter: one with the usual columns stands in. */
export type UsualQuery = TableQuery<'payment_intents'>
