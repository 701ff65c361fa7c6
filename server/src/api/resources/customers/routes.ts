import { z } from 'zod'
import { createCustomer, deleteCustomer, updateCustomer } from '../../../customers/index.ts'
import { shown } from '../../../tenants/index.ts'
import { deleted } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { type SearchFields, search, searchParams } from '../../search/index.ts'
import { onlyLiving } from './list-store.ts'
import { createCustomerBody, listCustomersQuery, updateCustomerBody } from './params.ts'
import { customerKind } from './view.ts'

const tag = 'Customers'
const write = {
  resource: 'customers',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...write, verb: 'read' } as const
const returns = { one: customerKind }

const searchFields: SearchFields = {
  created: { column: 'created_at', type: 'time' },
  email: { column: 'email', type: 'text' },
  name: { column: 'name', type: 'text' },
  phone: { column: 'phone', type: 'text' },
}

const create = endpoint({
  method: 'POST',
  path: '/v1/customers',
  summary: 'Create a customer',
  tag,
  access: write,
  returns,
  body: createCustomerBody,
  handle: async (ctx, { body }) => shown('customers', await createCustomer(ctx, body)),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer',
  summary: 'Retrieve a customer; of a deleted one, that it was deleted',
  tag,
  access: read,
  returns,
  handle: async (ctx, { params }) =>
    shown('customers', await find(ctx, customerKind, params.customer, 'id')),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer',
  summary: 'Update a customer',
  tag,
  access: write,
  returns,
  body: updateCustomerBody,
  handle: async (ctx, { params, body }) =>
    shown('customers', await updateCustomer(ctx, params.customer, body)),
})

const remove = endpoint({
  method: 'DELETE',
  path: '/v1/customers/:customer',
  summary: 'Delete a customer, with its payment methods',
  tag,
  access: write,
  returns: { deleted: customerKind },
  async handle(ctx, { params }) {
    await deleteCustomer(ctx, params.customer)
    return deleted(customerKind, params.customer)
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/customers',
  summary: 'List customers, newest first',
  tag,
  access: read,
  returns: { list: customerKind },
  query: listCustomersQuery,
  handle: (ctx, { query }) =>
    list(ctx, customerKind, query, { equals: { email: query.email }, where: onlyLiving }),
})

const searchAll = endpoint({
  method: 'GET',
  path: '/v1/customers/search',
  summary: 'Search customers',
  tag,
  access: read,
  returns: { search: customerKind },
  query: z.strictObject(searchParams),
  handle: (ctx, { query }) => search(ctx, customerKind, query, searchFields, onlyLiving),
})

export const customerEndpoints = [create, searchAll, retrieve, update, remove, listAll]
