import { createToken } from '../../../customers/index.ts'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { cardCommand } from '../sources/commands.ts'
import { createTokenBody } from './params.ts'
import { tokenKind } from './view.ts'

const tag = 'Tokens'
const write = {
  resource: 'tokens',
  verb: 'write',
  publishable: true,
  level: 'merchant',
} as const
const returns = { one: tokenKind }

const create = endpoint({
  method: 'POST',
  path: '/v1/tokens',
  summary: 'Make a token of a card, good for one use',
  tag,
  access: write,
  returns,
  body: createTokenBody,
  handle: async (ctx, { body }) =>
    shown('tokens', await createToken(ctx, cardCommand(body.card), ctx.ip)),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/tokens/:token',
  summary: 'Retrieve a token',
  tag,
  access: { ...write, verb: 'read' },
  returns,
  handle: async (ctx, { params }) =>
    shown('tokens', await find(ctx, tokenKind, params.token, 'token')),
})

export const tokenEndpoints = [create, retrieve]
