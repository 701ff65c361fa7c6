import { z } from 'zod'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { datedListParams } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { noSuch } from '../../refusals.ts'
import { currency, enumeration, id, optional } from '../../wire/index.ts'
import { stripeTypes, transactionKinds } from './types.ts'
import { balanceTransactionKind } from './view.ts'

const tag = 'Balance'
const access = {
  resource: 'balance_transactions',
  verb: 'read',
  publishable: false,
  level: 'merchant',
} as const

const listAll = endpoint({
  method: 'GET',
  path: '/v1/balance_transactions',
  summary: 'List what made the balance what it is, newest first',
  tag,
  access,
  returns: { list: balanceTransactionKind },
  query: z.strictObject({
    ...datedListParams,
    currency: optional(currency()),
    payout: optional(id('po')),
    source: optional(id('ch', 're', 'dp')),
    type: optional(enumeration(stripeTypes)),
  }),
  handle(ctx, { query }) {
    if (query.payout !== undefined) throw noSuch('payout', query.payout, 'payout')
    return list(ctx, balanceTransactionKind, query, {
      equals: {
        currency: query.currency,
        source_id: query.source,
        kind: query.type === undefined ? undefined : transactionKinds(query.type),
      },
    })
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/balance_transactions/:id',
  summary: 'Retrieve a balance transaction',
  tag,
  access,
  returns: { one: balanceTransactionKind },
  handle: async (ctx, { params }) =>
    shown('journal_entries', await find(ctx, balanceTransactionKind, params.id, 'id')),
})

export const balanceTransactionEndpoints = [listAll, retrieve]
