import {
  createSource,
  deleteSource,
  findCustomer,
  findSource,
  updateSource,
} from '../../../customers/index.ts'
import { shown } from '../../../tenants/index.ts'
import { deleted } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { cardCommand, sourceUpdate } from './commands.ts'
import { listSources } from './list-store.ts'
import {
  createCustomerSourceBody,
  listCustomerSourcesQuery,
  updateCustomerSourceBody,
} from './params.ts'
import { sourceKind } from './view.ts'

const tag = 'Sources'
const write = {
  resource: 'sources',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...write, verb: 'read' } as const
const returns = { one: sourceKind }

const create = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer/sources',
  summary: 'Give a customer a card',
  tag,
  access: write,
  returns,
  body: createCustomerSourceBody,
  async handle(ctx, { params, body: { source: given, metadata } }) {
    const source = typeof given === 'string' ? given : cardCommand(given)
    return shown('payment_methods', await createSource(ctx, params.customer, source, metadata))
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer/sources/:id',
  summary: "Retrieve a customer's card",
  tag,
  access: read,
  returns,
  async handle(ctx, { params }) {
    await findCustomer(ctx, params.customer, 'customer')
    return shown('payment_methods', await findSource(ctx, params.customer, params.id))
  },
})

const update = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer/sources/:id',
  summary: "Update what is known about a customer's card",
  tag,
  access: write,
  returns,
  body: updateCustomerSourceBody,
  handle: async (ctx, { params, body }) =>
    shown(
      'payment_methods',
      await updateSource(ctx, params.customer, params.id, sourceUpdate(body)),
    ),
})

const remove = endpoint({
  method: 'DELETE',
  path: '/v1/customers/:customer/sources/:id',
  summary: 'Take a card from a customer, for good',
  tag,
  access: write,
  returns: { deleted: sourceKind },
  async handle(ctx, { params }) {
    await deleteSource(ctx, params.customer, params.id)
    const object = params.id.startsWith('src_') ? 'source' : 'card'
    return deleted({ ...sourceKind, object }, params.id)
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer/sources',
  summary: "List a customer's cards, newest first",
  tag,
  access: read,
  returns: { list: sourceKind },
  query: listCustomerSourcesQuery,
  async handle(ctx, { params, query }) {
    await findCustomer(ctx, params.customer, 'customer')
    return listSources(ctx, params.customer, query, query.object)
  },
})

export const customerSourceEndpoints = [create, retrieve, update, remove, listAll]
