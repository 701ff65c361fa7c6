import { closeDispute, plainDispute, updateDispute } from '../../../disputes/index.ts'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { listDisputesQuery, updateDisputeBody } from './params.ts'
import { disputeKind } from './view.ts'

const tag = 'Disputes'
const read = {
  ...({ resource: 'disputes', verb: 'read', publishable: false, level: 'merchant' } as const),
}
const write = { ...read, verb: 'write' } as const

const listAll = endpoint({
  method: 'GET',
  path: '/v1/disputes',
  summary: 'List disputes, newest first',
  tag,
  access: read,
  returns: { list: disputeKind },
  query: listDisputesQuery,
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

const update = endpoint({
  method: 'POST',
  path: '/v1/disputes/:id',
  summary: 'Answer a dispute with evidence, or change its metadata',
  tag,
  access: write,
  returns: { one: disputeKind },
  body: updateDisputeBody,
  async handle(ctx, { params, body }) {
    const { id } = await find(ctx, disputeKind, params.id, 'id')
    const { evidence, metadata, submit = evidence !== undefined } = body
    const said = evidence && Object.entries(evidence).map(([name, text]) => [name, text ?? ''])
    const dispute = await updateDispute(ctx, id, {
      ...(said && { evidence: Object.fromEntries(said) }),
      ...(metadata !== undefined && { metadata }),
      submit,
    })
    return shown('disputes', plainDispute(dispute))
  },
})

const close = endpoint({
  method: 'POST',
  path: '/v1/disputes/:id/close',
  summary: 'Give a dispute up',
  tag,
  access: write,
  returns: { one: disputeKind },
  async handle(ctx, { params }) {
    const { id } = await find(ctx, disputeKind, params.id, 'id')
    return shown('disputes', plainDispute(await closeDispute(ctx, id)))
  },
})

export const disputeEndpoints = [listAll, retrieve, update, close]
