import { z } from 'zod'
import {
  createTaxId,
  deleteTaxId,
  findCustomer,
  type TaxIdOwner,
} from '../../../customers/index.ts'
import { shown } from '../../../tenants/index.ts'
import { deleted } from '../../answers.ts'
import type { MerchantContext } from '../../context.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { listParams } from '../../list-params.ts'
import { noSuch, refuse } from '../../refusals.ts'
import { listTaxIds } from './list-store.ts'
import { createOwnedTaxIdBody, createTaxIdBody, listOwnedTaxIdsQuery } from './params.ts'
import { taxIdKind } from './view.ts'

const tag = 'Tax ids'
const write = {
  resource: 'customers',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...write, verb: 'read' } as const
const returns = { one: taxIdKind }

const createOfCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer/tax_ids',
  summary: 'Give a customer a tax id',
  tag,
  access: write,
  returns,
  body: createTaxIdBody,
  handle: async (ctx, { params, body }) =>
    shown('tax_ids', await createTaxId(ctx, params.customer, body)),
})

const retrieveOfCustomer = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer/tax_ids/:id',
  summary: "Retrieve a customer's tax id",
  tag,
  access: read,
  returns,
  handle: async (ctx, { params }) =>
    shown('tax_ids', await living(ctx, params.id, (owner) => owner === params.customer)),
})

const deleteOfCustomer = endpoint({
  method: 'DELETE',
  path: '/v1/customers/:customer/tax_ids/:id',
  summary: "Remove a customer's tax id",
  tag,
  access: write,
  returns: { deleted: taxIdKind },
  async handle(ctx, { params }) {
    await deleteTaxId(ctx, params.customer, params.id)
    return deleted(taxIdKind, params.id)
  },
})

const listOfCustomer = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer/tax_ids',
  summary: "List a customer's tax ids, newest first",
  tag,
  access: read,
  returns: { list: taxIdKind },
  query: z.strictObject(listParams),
  async handle(ctx, { params, query }) {
    await findCustomer(ctx, params.customer, 'customer')
    return listTaxIds(ctx, params.customer, query)
  },
})

const create = endpoint({
  method: 'POST',
  path: '/v1/tax_ids',
  summary: "Add a tax id of the account's own or a customer's",
  tag,
  access: write,
  returns,
  body: createOwnedTaxIdBody,
  handle: async (ctx, { body: { type, value, owner } }) =>
    shown('tax_ids', await createTaxId(ctx, ownerOf(owner), { type, value })),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/tax_ids/:id',
  summary: 'Retrieve a tax id',
  tag,
  access: read,
  returns,
  handle: async (ctx, { params }) => shown('tax_ids', await living(ctx, params.id, () => true)),
})

const remove = endpoint({
  method: 'DELETE',
  path: '/v1/tax_ids/:id',
  summary: 'Remove a tax id',
  tag,
  access: write,
  returns: { deleted: taxIdKind },
  async handle(ctx, { params }) {
    const { customer_id } = await living(ctx, params.id, () => true)
    await deleteTaxId(ctx, customer_id, params.id)
    return deleted(taxIdKind, params.id)
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/tax_ids',
  summary: "List tax ids of the account's own or a customer's, newest first",
  tag,
  access: read,
  returns: { list: taxIdKind },
  query: listOwnedTaxIdsQuery,
  async handle(ctx, { query }) {
    const owner = ownerOf(query.owner)
    if (owner !== null) await findCustomer(ctx, owner, 'owner[customer]')
    return listTaxIds(ctx, owner, query)
  },
})

export const taxIdEndpoints = [
  createOfCustomer,
  retrieveOfCustomer,
  deleteOfCustomer,
  listOfCustomer,
  create,
  retrieve,
  remove,
  listAll,
]

/** A tax id that was not removed. */
async function living(ctx: MerchantContext, id: string, isTheirs: (owner: TaxIdOwner) => boolean) {
  const row = await find(ctx, taxIdKind, id, 'id')
  if (row.deleted_at !== null || !isTheirs(row.customer_id)) throw noSuch('tax_id', id, 'id')
  return row
}

function ownerOf(
  owner: { readonly type: 'customer' | 'self'; readonly customer?: string } | undefined,
): TaxIdOwner {
  if (owner === undefined || owner.type === 'self') return null
  if (owner.customer !== undefined) return owner.customer
  throw refuse('parameter_missing', 'Missing required param: owner[customer].', {
    param: 'owner[customer]',
  })
}
