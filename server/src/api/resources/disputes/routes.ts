import { z } from 'zod'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { datedListParams } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { id, optional } from '../../wire/index.ts'
import { disputeKind } from './view.ts'

const tag = 'Disputes'
const read = {
  ...({ resource: 'disputes', verb: 'read', publishable: false, level: 'merchant' } as const),
}

const listAll = endpoint({
  method: 'GET',
  path: '/v1/disputes',
  summary: 'List disputes, newest first',
  tag,
  access: read,
  returns: { list: disputeKind },
  query: z.strictObject({
    ...datedListParams,
    charge: optional(id('ch')),
    payment_intent: optional(id('pi')),
  }),
  handle: (ctx, { query }) =>
    list(ctx, disputeKind, query, {
      equals: { attempt_id: query.charge, intent_id: query.payment_intent },
    }),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/disputes/:id',
  summary: 'Retrieve a dispute',
  tag,
  access: read,
  returns: { one: disputeKind },
  handle: async (ctx, { params }) =>
    shown('disputes', await find(ctx, disputeKind, params.id, 'id')),
})

export const disputeEndpoints = [listAll, retrieve]
