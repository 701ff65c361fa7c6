import {
  createProcessorAccount,
  type NewProcessorAccount,
  shown,
  updateProcessorAccount,
} from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { accountKind } from '../accounts/view.ts'
import { checkCredentials } from './check-credentials.ts'
import {
  createProcessorAccountBody,
  listProcessorAccountsQuery,
  updateProcessorAccountBody,
} from './schema.ts'
import { processorAccountKind } from './view.ts'

const write = {
  resource: 'processor_accounts',
  verb: 'write',
  publishable: false,
  level: 'psp',
} as const
const read = { ...write, verb: 'read' } as const
const tag = 'Processor accounts'

const create = endpoint({
  method: 'POST',
  path: '/v1/processor_accounts',
  summary: 'Open an account at a processor, for all merchants or one',
  tag,
  access: write,
  returns: { one: processorAccountKind },
  body: createProcessorAccountBody,
  async handle(ctx, { body: { account, base_url: baseUrl, ...given } }) {
    checkCredentials(given.processor, given.credentials)
    const merchant =
      account === undefined ? undefined : await find(ctx, accountKind, account, 'account')
    const input: NewProcessorAccount = {
      ...{ priority: 0, ...given, baseUrl, livemode: ctx.caller.livemode },
      ...(merchant === undefined ? {} : { merchantId: merchant.id }),
    }
    const made = await createProcessorAccount(ctx, ctx.caller.psp, input, ctx.vault.sealSecret)
    return shown('processor_accounts', made)
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/processor_accounts/:id',
  summary: 'Retrieve a processor account, without its credentials',
  tag,
  access: read,
  returns: { one: processorAccountKind },
  handle: async (ctx, { params }) =>
    shown('processor_accounts', await find(ctx, processorAccountKind, params.id, 'id')),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/processor_accounts/:id',
  summary: 'Change a processor account, disable it or enable it',
  tag,
  access: write,
  returns: { one: processorAccountKind },
  body: updateProcessorAccountBody,
  async handle(ctx, { params, body: { base_url: baseUrl, ...changes } }) {
    const { id, processor } = await find(ctx, processorAccountKind, params.id, 'id')
    if (changes.credentials !== undefined) checkCredentials(processor, changes.credentials)
    const changed = await updateProcessorAccount(
      ctx,
      id,
      baseUrl === undefined ? changes : { ...changes, baseUrl },
      ctx.vault.sealSecret,
    )
    return shown('processor_accounts', changed)
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/processor_accounts',
  summary: 'List processor accounts, newest first',
  tag,
  access: read,
  returns: { list: processorAccountKind },
  query: listProcessorAccountsQuery,
  async handle(ctx, { query: { account, processor, status, ...page } }) {
    if (account !== undefined) await find(ctx, accountKind, account, 'account')
    const equals = { merchant_id: account, processor, status }
    return list(ctx, processorAccountKind, page, { equals })
  },
})

export const processorAccountEndpoints = [create, retrieve, update, listAll]
