import {
  cancelRefund,
  createRefund,
  type Refund,
  untyped,
  updateRefund,
} from '../../../payments/index.ts'
import { type Shown, shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { refuse } from '../../refusals.ts'
import { requireFeeOwner } from '../payment_intents/psp-share.ts'
import { createRefundBody, listRefundsQuery, updateRefundBody } from './params.ts'
import { refundKind } from './view.ts'

const tag = 'Refunds'
const read = {
  ...({ resource: 'refunds', verb: 'read', publishable: false, level: 'merchant' } as const),
}
const write = { ...read, verb: 'write' } as const
const returns = { one: refundKind }
const asShown = (refund: Refund): Shown => shown('refunds', untyped('refunds', refund))

const create = endpoint({
  method: 'POST',
  path: '/v1/refunds',
  summary: 'Refund a payment, in full or in part',
  tag,
  access: write,
  returns,
  body: createRefundBody,
  async handle(ctx, { body }) {
    if (body.charge === undefined && body.payment_intent === undefined) {
      throw refuse(
        'parameter_missing',
        'One of the following params should be provided for this request: payment_intent or charge.',
      )
    }
    requireFeeOwner(ctx, body)
    return asShown(await createRefund(ctx, body))
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/refunds',
  summary: 'List refunds, newest first',
  tag,
  access: read,
  returns: { list: refundKind },
  query: listRefundsQuery,
  handle: (ctx, { query }) =>
    list(ctx, refundKind, query, {
      equals: { attempt_id: query.charge, intent_id: query.payment_intent },
    }),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/refunds/:id',
  summary: 'Retrieve a refund',
  tag,
  access: read,
  returns,
  handle: async (ctx, { params }) => shown('refunds', await find(ctx, refundKind, params.id, 'id')),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/refunds/:id',
  summary: "Update a refund's metadata",
  tag,
  access: write,
  returns,
  body: updateRefundBody,
  handle: async (ctx, { params, body }) =>
    asShown(await updateRefund(ctx, params.id, body.metadata)),
})

const cancel = endpoint({
  method: 'POST',
  path: '/v1/refunds/:id/cancel',
  summary: 'Cancel a refund that waits for the payer',
  tag,
  access: write,
  returns,
  handle: async (ctx, { params }) => asShown(await cancelRefund(ctx, params.id)),
})

export const refundEndpoints = [create, listAll, retrieve, update, cancel]
