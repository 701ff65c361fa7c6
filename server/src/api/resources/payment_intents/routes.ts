import { z } from 'zod'
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  type Intent,
  incrementAuthorization,
  typed,
  untyped,
  updateIntent,
} from '../../../payments/index.ts'
import { type Shown, shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { type SearchFields, search, searchParams } from '../../search/index.ts'
import { requireCustomer } from '../require-customer.ts'
import { refuseFromBrowser } from './browser.ts'
import { confirmCommand, createCommand, updateCommand } from './commands.ts'
import {
  cancelIntentBody,
  captureIntentBody,
  confirmIntentBody,
  createIntentBody,
  incrementAuthorizationBody,
  listIntentsQuery,
  updateIntentBody,
} from './params.ts'
import { accountNamed, requireShare } from './psp-share.ts'
import { paymentIntentKind } from './view.ts'

const tag = 'Payment intents'
const read = { resource: 'payment_intents', verb: 'read', level: 'merchant' } as const
const write = { resource: 'payment_intents', verb: 'write', level: 'merchant' } as const
const returns = { one: paymentIntentKind }
const asShown = (intent: Intent): Shown =>
  shown('payment_intents', untyped('payment_intents', intent))

const create = endpoint({
  method: 'POST',
  path: '/v1/payment_intents',
  summary: 'Create a payment intent, and with confirm=true pay it',
  tag,
  access: { ...write, publishable: false },
  returns,
  body: createIntentBody,
  actsFor: accountNamed,
  async handle(ctx, { body }) {
    requireShare(ctx, body)
    return asShown(await createIntent(ctx, createCommand(body, ctx.apiVersion)))
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/payment_intents',
  summary: 'List payment intents, newest first',
  tag,
  access: { ...read, publishable: false },
  returns: { list: paymentIntentKind },
  query: listIntentsQuery,
  async handle(ctx, { query }) {
    await requireCustomer(ctx, query.customer)
    return list(ctx, paymentIntentKind, query, { equals: { customer_id: query.customer } })
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/payment_intents/:intent',
  summary: 'Retrieve a payment intent',
  tag,
  access: { ...read, publishable: 'client_secret' },
  returns,
  query: z.strictObject({}),
  handle: async (ctx, { params }) =>
    shown('payment_intents', await find(ctx, paymentIntentKind, params.intent, 'intent')),
})

const confirm = endpoint({
  method: 'POST',
  path: '/v1/payment_intents/:intent/confirm',
  summary: 'Confirm a payment intent: ask for the payment',
  tag,
  access: { ...write, publishable: 'client_secret' },
  returns,
  body: confirmIntentBody,
  async handle(ctx, { params, body }) {
    if (ctx.isBrowser) {
      const row = await find(ctx, paymentIntentKind, params.intent, 'intent')
      refuseFromBrowser(typed('payment_intents', row), body)
    }
    return asShown(await confirmIntent(ctx, params.intent, confirmCommand(body)))
  },
})

const capture = endpoint({
  method: 'POST',
  path: '/v1/payment_intents/:intent/capture',
  summary: 'Capture an authorized payment, in full or in part',
  tag,
  access: { ...write, publishable: false },
  returns,
  body: captureIntentBody,
  async handle(ctx, { params, body }) {
    requireShare(ctx, body)
    return asShown(await captureIntent(ctx, params.intent, body))
  },
})

const cancel = endpoint({
  method: 'POST',
  path: '/v1/payment_intents/:intent/cancel',
  summary: 'Cancel a payment intent that has not succeeded',
  tag,
  access: { ...write, publishable: false },
  returns,
  body: cancelIntentBody,
  handle: async (ctx, { params, body }) =>
    asShown(await cancelIntent(ctx, params.intent, body.cancellation_reason ?? null)),
})

const increment = endpoint({
  method: 'POST',
  path: '/v1/payment_intents/:intent/increment_authorization',
  summary: 'Raise the amount held on the card',
  tag,
  access: { ...write, publishable: false },
  returns,
  body: incrementAuthorizationBody,
  async handle(ctx, { params, body }) {
    requireShare(ctx, body)
    return asShown(await incrementAuthorization(ctx, params.intent, body))
  },
})

const update = endpoint({
  method: 'POST',
  path: '/v1/payment_intents/:intent',
  summary: 'Update a payment intent',
  tag,
  access: { ...write, publishable: false },
  returns,
  body: updateIntentBody,
  async handle(ctx, { params, body }) {
    requireShare(ctx, body)
    return asShown(await updateIntent(ctx, params.intent, updateCommand(body)))
  },
})

const searchAll = endpoint({
  method: 'GET',
  path: '/v1/payment_intents/search',
  summary: 'Search payment intents',
  tag,
  access: { ...read, publishable: false },
  returns: { search: paymentIntentKind },
  query: z.strictObject(searchParams),
  handle: (ctx, { query }) => search(ctx, paymentIntentKind, query, searchFields),
})

const searchFields: SearchFields = {
  amount: { column: 'amount', type: 'number' },
  created: { column: 'created_at', type: 'time' },
  currency: { column: 'currency', type: 'token' },
  customer: { column: 'customer_id', type: 'id' },
  status: { column: 'status', type: 'token' },
}

export const paymentIntentEndpoints = [
  ...[create, listAll, searchAll, retrieve, update],
  ...[confirm, capture, cancel, increment],
]
