import { z } from 'zod'
import {
  createBalanceTransaction,
  findBalanceTransaction,
  findCustomer,
  updateBalanceTransaction,
} from '../../../customers/index.ts'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { datedListParams } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { noSuch } from '../../refusals.ts'
import {
  amount,
  clearable,
  currency,
  metadata,
  optional,
  text,
  unsupported,
} from '../../wire/index.ts'
import { customerBalanceTransactionKind } from './view.ts'

const tag = 'Customer balance'
const write = {
  resource: 'customers',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...write, verb: 'read' } as const
const returns = { one: customerBalanceTransactionKind }
const path = '/v1/customers/:customer/balance_transactions'
const ofOne = `${path}/:transaction` as const

const create = endpoint({
  method: 'POST',
  path,
  summary: "Move a customer's balance; a negative amount is a credit",
  tag,
  access: write,
  returns,
  body: z.strictObject({
    amount: amount({ min: -9_000_000_000_000 }),
    currency: currency(),
    description: optional(text({ max: 350 })),
    metadata: optional(metadata()),
  }),
  handle: async (ctx, { params, body }) =>
    shown(
      'customer_balance_transactions',
      await createBalanceTransaction(ctx, params.customer, body),
    ),
})

const retrieve = endpoint({
  method: 'GET',
  path: ofOne,
  summary: "Retrieve a movement of a customer's balance",
  tag,
  access: read,
  returns,
  async handle(ctx, { params: { customer, transaction: id } }) {
    const row = await findBalanceTransaction(ctx, customer, id)
    if (row === undefined) throw noSuch('customer_balance_transaction', id, 'transaction')
    return shown('customer_balance_transactions', row)
  },
})

const update = endpoint({
  method: 'POST',
  path: ofOne,
  summary: "Update what is said about a movement of a customer's balance",
  tag,
  access: write,
  returns,
  body: z.strictObject({
    description: optional(clearable(text({ max: 350 }))),
    metadata: optional(metadata()),
  }),
  handle: async (ctx, { params: { customer, transaction: id }, body }) =>
    shown(
      'customer_balance_transactions',
      await updateBalanceTransaction(ctx, { customer, id }, body),
    ),
})

const listAll = endpoint({
  method: 'GET',
  path,
  summary: "List the movements of a customer's balance, newest first",
  tag,
  access: read,
  returns: { list: customerBalanceTransactionKind },
  query: z.strictObject({
    ...datedListParams,
    invoice: optional(unsupported('There are no invoices yet.')),
  }),
  async handle(ctx, { params, query }) {
    await findCustomer(ctx, params.customer, 'customer')
    return list(ctx, customerBalanceTransactionKind, query, {
      equals: { customer_id: params.customer },
    })
  },
})

export const customerBalanceTransactionEndpoints = [create, retrieve, update, listAll]
