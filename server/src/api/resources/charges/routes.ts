import { z } from 'zod'
import {
  type Attempt,
  captureCharge,
  createCharge,
  untyped,
  updateCharge,
} from '../../../payments/index.ts'
import { type Shown, shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { search, searchParams } from '../../search/index.ts'
import { accountNamed, requireShare } from '../payment_intents/psp-share.ts'
import { createCommand, updateCommand } from './commands.ts'
import { listCharges } from './list-store.ts'
import {
  captureChargeBody,
  createChargeBody,
  listChargesQuery,
  updateChargeBody,
} from './params.ts'
import { searchFields } from './search-fields.ts'
import { chargeKind } from './view.ts'

const tag = 'Charges'
const read = {
  ...({ resource: 'charges', verb: 'read', publishable: false, level: 'merchant' } as const),
}
const write = { ...read, verb: 'write' } as const
const returns = { one: chargeKind }
const asShown = (attempt: Attempt): Shown => shown('attempts', untyped('attempts', attempt))

const create = endpoint({
  method: 'POST',
  path: '/v1/charges',
  summary: 'Charge a card in one call, for clients that know no payment intents',
  tag,
  access: write,
  returns,
  body: createChargeBody,
  actsFor: accountNamed,
  async handle(ctx, { body }) {
    requireShare(ctx, body, 'charge')
    return asShown(await createCharge(ctx, createCommand(body)))
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/charges',
  summary: 'List charges, newest first',
  tag,
  access: read,
  returns: { list: chargeKind },
  query: listChargesQuery,
  handle: (ctx, { query }) => listCharges(ctx, query, query),
})

const searchAll = endpoint({
  method: 'GET',
  path: '/v1/charges/search',
  summary: 'Search charges',
  tag,
  access: read,
  returns: { search: chargeKind },
  query: z.strictObject(searchParams),
  handle: (ctx, { query }) => search(ctx, chargeKind, query, searchFields),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/charges/:id',
  summary: 'Retrieve a charge',
  tag,
  access: read,
  returns,
  handle: async (ctx, { params }) =>
    shown('attempts', await find(ctx, chargeKind, params.id, 'id')),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/charges/:id',
  summary: 'Update what describes a charge',
  tag,
  access: write,
  returns,
  body: updateChargeBody,
  async handle(ctx, { params, body }) {
    await find(ctx, chargeKind, params.id, 'id')
    return asShown(await updateCharge(ctx, params.id, updateCommand(body)))
  },
})

const capture = endpoint({
  method: 'POST',
  path: '/v1/charges/:id/capture',
  summary: 'Capture a charge that was made without capturing it',
  tag,
  access: write,
  returns,
  body: captureChargeBody,
  async handle(ctx, { params, body }) {
    requireShare(ctx, body, 'charge')
    return asShown(await captureCharge(ctx, params.id, body))
  },
})

export const chargeEndpoints = [create, listAll, searchAll, retrieve, update, capture]
