import { createKey, type MadeKey, revokeKey, rollKey, shown } from '../../../tenants/index.ts'
import { revealing } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { accountKind } from '../accounts/view.ts'
import { overlapMs } from '../end-of-overlap.ts'
import { pspKind } from '../psps/view.ts'
import { keyOwner } from './owner.ts'
import { createKeyBody, listKeysQuery, rollKeyBody } from './schema.ts'
import { apiKeyKind } from './view.ts'

const level = ['psp', 'operator'] as const
const read = { resource: 'api_keys', verb: 'read', publishable: false, level } as const
const write = { ...read, verb: 'write' } as const
const tag = 'API keys'

const create = endpoint({
  method: 'POST',
  path: '/v1/api_keys',
  summary: 'Make a key; the answer tells its text this once',
  tag,
  access: write,
  returns: { one: apiKeyKind },
  body: createKeyBody,
  async handle(ctx, { body: { name, permissions, expires_at: expiresAt, ...wanted } }) {
    const owner = await keyOwner(ctx, wanted)
    return once(
      await createKey(ctx, owner, {
        ...(name === undefined ? {} : { name }),
        ...(permissions === undefined ? {} : { permissions }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }),
    )
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/api_keys/:id',
  summary: 'Retrieve a key, without its text',
  tag,
  access: read,
  returns: { one: apiKeyKind },
  handle: async (ctx, { params }) =>
    shown('api_keys', await find(ctx, apiKeyKind, params.id, 'id')),
})

const revoke = endpoint({
  method: 'POST',
  path: '/v1/api_keys/:id/revoke',
  summary: 'End a key now',
  tag,
  access: write,
  returns: { one: apiKeyKind },
  async handle(ctx, { params }) {
    const { id } = await find(ctx, apiKeyKind, params.id, 'id')
    return shown('api_keys', await revokeKey(ctx, id))
  },
})

const roll = endpoint({
  method: 'POST',
  path: '/v1/api_keys/:id/roll',
  summary: 'Make a new key like an old one, which ends a day later or when it is told to',
  tag,
  access: write,
  returns: { one: apiKeyKind },
  body: rollKeyBody,
  async handle(ctx, { params, body }) {
    const { id } = await find(ctx, apiKeyKind, params.id, 'id')
    return once(await rollKey(ctx, id, overlapMs(body.expires_at, ctx.clock.now())))
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/api_keys',
  summary: 'List keys, newest first',
  tag,
  access: read,
  returns: { list: apiKeyKind },
  query: listKeysQuery,
  async handle(ctx, { query: { account, psp, ...page } }) {
    if (account !== undefined) await find(ctx, accountKind, account, 'account')
    if (psp !== undefined) await find(ctx, pspKind, psp, 'psp')
    return list(ctx, apiKeyKind, page, { equals: { merchant_id: account, psp_id: psp } })
  },
})

/** The key, with the text that nothing keeps. */
function once({ key, text }: MadeKey) {
  return revealing(shown('api_keys', key), { secret: text })
}

export const apiKeyEndpoints = [create, retrieve, revoke, roll, listAll]
