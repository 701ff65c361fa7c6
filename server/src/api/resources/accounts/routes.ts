import type { Row } from '../../../db/index.ts'
import {
  accountInvalid,
  createMerchant,
  deleteMerchant,
  type MerchantTarget,
  rejectMerchant,
  shown,
  updateMerchant,
} from '../../../tenants/index.ts'
import { deleted } from '../../answers.ts'
import type { MerchantContext, PspContext } from '../../context.ts'
import { endpoint } from '../../endpoint.ts'
import { list } from '../../list-store.ts'
import { rowsById } from '../../rows-store.ts'
import {
  createAccountBody,
  listAccountsQuery,
  rejectAccountBody,
  updateAccountBody,
} from './schema.ts'
import { accountKind } from './view.ts'

const read = { resource: 'accounts', verb: 'read', publishable: false } as const
const write = { resource: 'accounts', verb: 'write', publishable: false, level: 'psp' } as const
const tag = 'Accounts'

const create = endpoint({
  method: 'POST',
  path: '/v1/accounts',
  summary: 'Sign up a merchant',
  tag,
  access: write,
  returns: { one: accountKind },
  body: createAccountBody,
  async handle(ctx, { body: { controller, ...input } }) {
    const made = await createMerchant(ctx, ctx.caller.psp, {
      ...input,
      ...(controller === undefined ? {} : { dashboard: controller }),
      livemode: ctx.caller.livemode,
    })
    return shown('merchants', made)
  },
})

const retrieveOwn = endpoint({
  method: 'GET',
  path: '/v1/account',
  summary: "Retrieve the account a merchant's key belongs to",
  tag,
  access: { ...read, level: 'merchant' },
  returns: { one: accountKind },
  handle: async (ctx) => shown('merchants', await accountOf(ctx, ctx.tenant.merchant.id)),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/accounts/:id',
  summary: 'Retrieve a merchant; a merchant retrieves itself',
  tag,
  access: { ...read, level: ['psp', 'merchant'] },
  returns: { one: accountKind },
  handle: async (ctx, { params }) => shown('merchants', await accountOf(ctx, params.id)),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/accounts/:id',
  summary: 'Change what a merchant says of itself, or its price',
  tag,
  access: write,
  returns: { one: accountKind },
  body: updateAccountBody,
  handle: async (ctx, { params, body }) =>
    shown('merchants', await updateMerchant(ctx, await targetOf(ctx, params.id), body)),
})

const reject = endpoint({
  method: 'POST',
  path: '/v1/accounts/:id/reject',
  summary: 'Stop a merchant from taking payments, for good',
  tag,
  access: write,
  returns: { one: accountKind },
  body: rejectAccountBody,
  handle: async (ctx, { params, body }) =>
    shown('merchants', await rejectMerchant(ctx, await targetOf(ctx, params.id), body.reason)),
})

const remove = endpoint({
  method: 'DELETE',
  path: '/v1/accounts/:id',
  summary: 'Delete a merchant made in test mode',
  tag,
  access: write,
  returns: { deleted: accountKind },
  async handle(ctx, { params }) {
    const merchant = await deleteMerchant(ctx, await targetOf(ctx, params.id))
    return deleted(accountKind, merchant.id)
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/accounts',
  summary: 'List merchants, newest first',
  tag,
  access: { ...read, level: 'psp' },
  returns: { list: accountKind },
  query: listAccountsQuery,
  handle: (ctx, { query }) => list(ctx, accountKind, query),
})

/** @throws {Problem} `account_invalid`, Stripe's answer for one that is unknown or somebody else's */
async function accountOf(ctx: PspContext | MerchantContext, id: string): Promise<Row<'merchants'>> {
  const [found] = await rowsById(ctx, accountKind, [id])
  if (found === undefined) throw accountInvalid(id, ctx.caller.keyHint)
  return found as Row<'merchants'>
}

async function targetOf(ctx: PspContext, id: string): Promise<MerchantTarget> {
  const merchant = await accountOf(ctx, id)
  return { psp: ctx.caller.psp, merchant, livemode: ctx.caller.livemode }
}

export const accountEndpoints = [
  ...[create, retrieveOwn, retrieve, update, reject, remove, listAll],
]
