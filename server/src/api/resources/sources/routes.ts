import { createPaymentMethod, updateSource } from '../../../customers/index.ts'
import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { noSuch } from '../../refusals.ts'
import { newSource } from './commands.ts'
import { customerSourceEndpoints } from './customer-routes.ts'
import { createSourceBody, updateSourceBody } from './params.ts'
import { sourceKind } from './view.ts'

const tag = 'Sources'
const write = {
  resource: 'sources',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const returns = { one: sourceKind }

const create = endpoint({
  method: 'POST',
  path: '/v1/sources',
  summary: 'Make a source of a card',
  tag,
  access: { ...write, publishable: true },
  returns,
  body: createSourceBody,
  handle: async (ctx, { body }) =>
    shown('payment_methods', await createPaymentMethod(ctx, newSource(body), 'src')),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/sources/:source',
  summary: 'Retrieve a source',
  tag,
  access: { ...write, verb: 'read' },
  returns,
  async handle(ctx, { params: { source } }) {
    requireSourceId(source)
    return shown('payment_methods', await find(ctx, sourceKind, source, 'source'))
  },
})

const update = endpoint({
  method: 'POST',
  path: '/v1/sources/:source',
  summary: 'Update what is known about a source',
  tag,
  access: write,
  returns,
  body: updateSourceBody,
  async handle(ctx, { params: { source }, body: { owner, metadata } }) {
    requireSourceId(source)
    const row = await updateSource(ctx, undefined, source, {
      ...(owner === undefined ? {} : { billing_details: owner }),
      ...(metadata === undefined ? {} : { metadata }),
    })
    return shown('payment_methods', row)
  },
})

export const sourceEndpoints = [create, retrieve, update, ...customerSourceEndpoints]

/** Other payment methods are no sources here, though they are stored alike. */
function requireSourceId(id: string): void {
  if (!id.startsWith('src_')) throw noSuch('source', id, 'source')
}
