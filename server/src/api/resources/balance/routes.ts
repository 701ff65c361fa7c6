import { fundsOf } from '../../../ledger/index.ts'
import { plain } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { bookOf } from '../ledger/book.ts'
import { balanceOf, balanceType } from './view.ts'

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/balance',
  summary: 'Retrieve what the merchant is owed, available and pending, per currency',
  tag: 'Balance',
  access: { resource: 'balance', verb: 'read', publishable: false, level: 'merchant' },
  returns: { one: balanceType },
  async handle(ctx) {
    const funds = await fundsOf(ctx.queries, bookOf(ctx), ctx.clock.now())
    const { default_currency } = ctx.tenant.merchant
    return plain(balanceOf(funds, default_currency, ctx.tenant.livemode))
  },
})

export const balanceEndpoints = [retrieve]
