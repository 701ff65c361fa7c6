import {
  cancelSetupIntent,
  confirmSetupIntent,
  createSetupIntent,
  plainSetupIntent,
  type SetupIntent,
  updateSetupIntent,
} from '../../../payments/index.ts'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { requireCustomer } from '../require-customer.ts'
import { confirmCommand, createCommand, updateCommand } from './commands.ts'
import {
  cancelSetupIntentBody,
  confirmSetupIntentBody,
  createSetupIntentBody,
  listSetupIntentsQuery,
  updateSetupIntentBody,
} from './params.ts'
import { setupIntentKind } from './view.ts'

const tag = 'Setup intents'
const write = {
  resource: 'setup_intents',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...write, verb: 'read' } as const
const returns = { one: setupIntentKind }
const asShown = (intent: SetupIntent) => shown('setup_intents', plainSetupIntent(intent))

const create = endpoint({
  method: 'POST',
  path: '/v1/setup_intents',
  summary: 'Create a setup intent, and with confirm=true set the card up',
  tag,
  access: write,
  returns,
  body: createSetupIntentBody,
  handle: async (ctx, { body }) => asShown(await createSetupIntent(ctx, createCommand(ctx, body))),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/setup_intents/:intent',
  summary: 'Retrieve a setup intent',
  tag,
  access: { ...read, publishable: 'client_secret' },
  returns,
  handle: async (ctx, { params }) =>
    shown('setup_intents', await find(ctx, setupIntentKind, params.intent, 'intent')),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/setup_intents/:intent',
  summary: 'Update a setup intent',
  tag,
  access: write,
  returns,
  body: updateSetupIntentBody,
  handle: async (ctx, { params, body }) =>
    asShown(await updateSetupIntent(ctx, params.intent, updateCommand(body))),
})

const confirm = endpoint({
  method: 'POST',
  path: '/v1/setup_intents/:intent/confirm',
  summary: 'Confirm a setup intent: ask for leave to keep the card',
  tag,
  access: { ...write, publishable: 'client_secret' },
  returns,
  body: confirmSetupIntentBody,
  handle: async (ctx, { params, body }) =>
    asShown(await confirmSetupIntent(ctx, params.intent, confirmCommand(ctx, body))),
})

const cancel = endpoint({
  method: 'POST',
  path: '/v1/setup_intents/:intent/cancel',
  summary: 'Cancel a setup intent',
  tag,
  access: write,
  returns,
  body: cancelSetupIntentBody,
  handle: async (ctx, { params, body }) =>
    asShown(await cancelSetupIntent(ctx, params.intent, body.cancellation_reason ?? null)),
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/setup_intents',
  summary: 'List setup intents, newest first',
  tag,
  access: read,
  returns: { list: setupIntentKind },
  query: listSetupIntentsQuery,
  async handle(ctx, { query }) {
    await requireCustomer(ctx, query.customer)
    return list(ctx, setupIntentKind, query, {
      equals: { customer_id: query.customer, payment_method_id: query.payment_method },
    })
  },
})

export const setupIntentEndpoints = [create, retrieve, update, confirm, cancel, listAll]
