import { createRefund, untyped, updateRefund } from '../../../payments/index.ts'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import type { Reader } from '../../kinds.ts'
import { list } from '../../list-store.ts'
import { noSuch } from '../../refusals.ts'
import { chargeKind } from '../charges/view.ts'
import { requireFeeOwner } from '../payment_intents/psp-share.ts'
import { listRefundsOfChargeQuery, refundChargeBody, updateRefundBody } from './params.ts'
import { refundKind } from './view.ts'

const tag = 'Refunds'
const read = {
  ...({ resource: 'refunds', verb: 'read', publishable: false, level: 'merchant' } as const),
}
const write = { ...read, verb: 'write' } as const

const create = endpoint({
  method: 'POST',
  path: '/v1/charges/:charge/refunds',
  summary: 'Refund a charge',
  tag,
  access: write,
  returns: { one: refundKind },
  body: refundChargeBody,
  async handle(ctx, { params, body }) {
    requireFeeOwner(ctx, body)
    return shown('refunds', untyped('refunds', await createRefund(ctx, { ...params, ...body })))
  },
})

const createAndShowCharge = endpoint({
  method: 'POST',
  path: '/v1/charges/:charge/refund',
  summary: 'Refund a charge, and show the charge',
  tag,
  access: write,
  returns: { one: chargeKind },
  body: refundChargeBody,
  async handle(ctx, { params, body }) {
    requireFeeOwner(ctx, body)
    await createRefund(ctx, { ...params, ...body }, 'charge')
    return shown('attempts', await find(ctx, chargeKind, params.charge, 'charge'))
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/charges/:charge/refunds',
  summary: "List a charge's refunds, newest first",
  tag,
  access: read,
  returns: { list: refundKind },
  query: listRefundsOfChargeQuery,
  async handle(ctx, { params, query }) {
    await find(ctx, chargeKind, params.charge, 'charge')
    return list(ctx, refundKind, query, { equals: { attempt_id: params.charge } })
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/charges/:charge/refunds/:refund',
  summary: "Retrieve one of a charge's refunds",
  tag,
  access: read,
  returns: { one: refundKind },
  handle: async (ctx, { params }) => shown('refunds', await findOf(ctx, params)),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/charges/:charge/refunds/:refund',
  summary: "Update one of a charge's refunds",
  tag,
  access: write,
  returns: { one: refundKind },
  body: updateRefundBody,
  async handle(ctx, { params, body }) {
    const { id } = await findOf(ctx, params)
    return shown('refunds', untyped('refunds', await updateRefund(ctx, id, body.metadata)))
  },
})

/** A refund of this charge and no other. */
async function findOf(reader: Reader, params: { charge: string; refund: string }) {
  const row = await find(reader, refundKind, params.refund, 'refund')
  if (row.attempt_id !== params.charge) throw noSuch('refund', params.refund, 'refund')
  return row
}

export const refundOfChargeEndpoints = [create, createAndShowCharge, listAll, retrieve, update]
