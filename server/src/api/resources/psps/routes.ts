import { createPspWithKey, shown, updatePsp } from '../../../tenants/index.ts'
import { revealing } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { createPspBody, listPspsQuery, updatePspBody } from './schema.ts'
import { pspKind } from './view.ts'

const read = { resource: 'psps', verb: 'read', publishable: false, level: 'operator' } as const
const write = { ...read, verb: 'write' } as const
const tag = 'PSPs'

const create = endpoint({
  method: 'POST',
  path: '/v1/psps',
  summary: 'Found a PSP; the answer tells its first secret key, for test mode, this once',
  tag,
  access: write,
  returns: { one: pspKind },
  body: createPspBody,
  async handle(ctx, { body }) {
    const { psp, made } = await createPspWithKey(ctx, body)
    return revealing(shown('psps', psp), { secret_key: made.text })
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/psps/:id',
  summary: 'Retrieve a PSP',
  tag,
  access: read,
  returns: { one: pspKind },
  handle: async (ctx, { params }) => shown('psps', await find(ctx, pspKind, params.id, 'id')),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/psps/:id',
  summary: 'Change a PSP or its settings',
  tag,
  access: write,
  returns: { one: pspKind },
  body: updatePspBody,
  async handle(ctx, { params, body }) {
    const { id } = await find(ctx, pspKind, params.id, 'id')
    return shown('psps', await updatePsp(ctx, id, body))
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/psps',
  summary: 'List PSPs, newest first',
  tag,
  access: read,
  returns: { list: pspKind },
  query: listPspsQuery,
  handle: (ctx, { query }) => list(ctx, pspKind, query),
})

export const pspEndpoints = [create, retrieve, update, listAll]
