import { z } from 'zod'
import {
  attachPaymentMethod,
  createPaymentMethod,
  detachPaymentMethod,
  findCustomer,
  updatePaymentMethod,
} from '../../../customers/index.ts'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { noSuch } from '../../refusals.ts'
import { requireCustomer } from '../require-customer.ts'
import { listMethods } from './list-store.ts'
import {
  attachBody,
  createPaymentMethodBody,
  listPaymentMethodsQuery,
  methodListParams,
  updatePaymentMethodBody,
} from './params.ts'
import { paymentMethodKind } from './view.ts'

const tag = 'Payment methods'
const write = {
  resource: 'payment_methods',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...write, verb: 'read' } as const
const returns = { one: paymentMethodKind }

const create = endpoint({
  method: 'POST',
  path: '/v1/payment_methods',
  summary: 'Create a payment method of a card',
  tag,
  access: { ...write, publishable: true },
  returns,
  body: createPaymentMethodBody,
  handle: async (ctx, { body }) => shown('payment_methods', await createPaymentMethod(ctx, body)),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/payment_methods/:payment_method',
  summary: 'Retrieve a payment method',
  tag,
  access: read,
  returns,
  handle: async (ctx, { params }) =>
    shown(
      'payment_methods',
      await find(ctx, paymentMethodKind, params.payment_method, 'payment_method'),
    ),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/payment_methods/:payment_method',
  summary: "Update what is known about a customer's payment method",
  tag,
  access: write,
  returns,
  body: updatePaymentMethodBody,
  handle: async (ctx, { params, body }) =>
    shown('payment_methods', await updatePaymentMethod(ctx, params.payment_method, body)),
})

const attach = endpoint({
  method: 'POST',
  path: '/v1/payment_methods/:payment_method/attach',
  summary: 'Attach a payment method to a customer, verifying its card',
  tag,
  access: write,
  returns,
  body: attachBody,
  handle: async (ctx, { params, body }) =>
    shown('payment_methods', await attachPaymentMethod(ctx, params.payment_method, body.customer)),
})

const detach = endpoint({
  method: 'POST',
  path: '/v1/payment_methods/:payment_method/detach',
  summary: 'Detach a payment method from its customer, for good',
  tag,
  access: write,
  returns,
  handle: async (ctx, { params }) =>
    shown('payment_methods', await detachPaymentMethod(ctx, params.payment_method)),
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/payment_methods',
  summary: 'List payment methods, newest first',
  tag,
  access: read,
  returns: { list: paymentMethodKind },
  query: listPaymentMethodsQuery,
  async handle(ctx, { query }) {
    await requireCustomer(ctx, query.customer)
    return listMethods(ctx, query, query)
  },
})

const listOfCustomer = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer/payment_methods',
  summary: "List a customer's payment methods, newest first",
  tag,
  access: read,
  returns: { list: paymentMethodKind },
  query: z.strictObject(methodListParams),
  async handle(ctx, { params, query }) {
    await findCustomer(ctx, params.customer, 'customer')
    return listMethods(ctx, query, { ...query, customer: params.customer })
  },
})

const retrieveOfCustomer = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer/payment_methods/:payment_method',
  summary: "Retrieve a customer's payment method",
  tag,
  access: read,
  returns,
  async handle(ctx, { params: { customer, payment_method: id } }) {
    await findCustomer(ctx, customer, 'customer')
    const row = await find(ctx, paymentMethodKind, id, 'payment_method')
    if (row.customer_id !== customer) throw noSuch('payment_method', id, 'payment_method')
    return shown('payment_methods', row)
  },
})

export const paymentMethodEndpoints = [
  create,
  retrieve,
  update,
  attach,
  detach,
  listAll,
  listOfCustomer,
  retrieveOfCustomer,
]
