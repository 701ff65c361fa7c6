import { z } from 'zod'
import {
  accountNames,
  countersBefore,
  countersOf,
  entryKinds,
  proofOf,
} from '../../../ledger/index.ts'
import { shown } from '../../../tenants/index.ts'
import { plain, plainList } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { datedListParams, listParams } from '../../list-params.ts'
import { pageOf } from '../../plain-pages.ts'
import { currency, enumeration, id, optional, timestamp } from '../../wire/index.ts'
import { accountId, accountOf, ledgerAccountType } from './account-view.ts'
import { bookOf } from './book.ts'
import { listEntries } from './entries-store.ts'
import { ledgerEntryKind } from './entry-view.ts'
import { trialBalanceOf, trialBalanceType } from './trial-balance-view.ts'

const tag = 'Ledger'
const access = {
  ...({ resource: 'ledger', verb: 'read', publishable: false, level: 'merchant' } as const),
}

const listAccounts = endpoint({
  method: 'GET',
  path: '/v1/ledger/accounts',
  summary: 'List the accounts of the book, with their balances and counters',
  tag,
  access,
  returns: { list: ledgerAccountType },
  query: z.strictObject({ ...listParams, currency: optional(currency()) }),
  async handle(ctx, { query }) {
    const all = await countersOf(ctx.queries, bookOf(ctx))
    const wanted = all.filter((each) => each.currency === (query.currency ?? each.currency))
    const { items, hasMore } = pageOf('ledger_account', wanted.map(accountId), query)
    const page = wanted.filter((each) => items.includes(accountId(each)))
    return plainList(
      page.map((each) => accountOf(each, ctx.tenant.livemode)),
      hasMore,
    )
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/ledger/entries',
  summary: 'List journal entries with their postings, newest first',
  tag,
  access,
  returns: { list: ledgerEntryKind },
  query: z.strictObject({
    ...datedListParams,
    account: optional(enumeration(accountNames)),
    currency: optional(currency()),
    kind: optional(enumeration(entryKinds)),
    source: optional(id('ch', 're', 'dp')),
  }),
  handle: (ctx, { query }) => listEntries(ctx, query, query),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/ledger/entries/:id',
  summary: 'Retrieve a journal entry with its postings',
  tag,
  access,
  returns: { one: ledgerEntryKind },
  handle: async (ctx, { params }) =>
    shown('journal_entries', await find(ctx, ledgerEntryKind, params.id, 'id')),
})

const retrieveTrialBalance = endpoint({
  method: 'GET',
  path: '/v1/ledger/trial_balance',
  summary: 'Retrieve what every account comes to, now or as of a past moment',
  tag,
  access,
  returns: { one: trialBalanceType },
  query: z.strictObject({ as_of: optional(timestamp()) }),
  async handle(ctx, { query }) {
    const book = bookOf(ctx)
    const { as_of } = query
    const [counters, proof] = await Promise.all([
      as_of === undefined
        ? countersOf(ctx.queries, book)
        : countersBefore(ctx.queries, book, secondAfter(as_of)),
      proofOf(ctx.queries, book),
    ])
    return plain(
      trialBalanceOf(counters, proof, {
        asOf: as_of ?? ctx.clock.now(),
        livemode: ctx.tenant.livemode,
      }),
    )
  },
})

/** A time on the wire is a whole second, and means all of it. */
function secondAfter(time: Date): Date {
  return new Date(time.getTime() + 1_000)
}

export const ledgerEndpoints = [listAccounts, listAll, retrieve, retrieveTrialBalance]
