import type { Collection } from '../records.ts'
import type { Route } from '../simulator.ts'
import { paymentMethodObject } from './cards.ts'
import { accountOf } from './dialect.ts'
import { invalid, noSuch } from './errors.ts'
import * as params from './params.ts'
import { route } from './route.ts'
import { parseSearch } from './search.ts'
import type { Held, State } from './state.ts'

interface Listable {
  readonly id: string
  readonly created: number
}

/** Everything that is only read: lists, the search, and objects that are made by others. */
export function readRoutes(state: State): Route[] {
  return [
    list(state, '/v1/payment_intents', state.intents),
    search(state),
    list(state, '/v1/setup_intents', state.setups),
    list(state, '/v1/charges', state.charges),
    retrieve(state, '/v1/charges/:id', 'charge', state.charges),
    list(state, '/v1/refunds', state.refunds),
    list(state, '/v1/disputes', state.disputes),
    list(state, '/v1/balance_transactions', state.transactions),
    retrieve(state, '/v1/balance_transactions/:id', 'balance transaction', state.transactions),
    list(state, '/v1/events', state.events),
    retrieve(state, '/v1/events/:id', 'event', state.events),
    route(state, 'GET', '/v1/payment_methods/:id', 'lookup', (request) => {
      params.read(params.onlyExpand, request.query)
      const { id = '' } = request.params
      const held = state.cards.get(id)
      if (held?.account !== accountOf(request)) throw noSuch('PaymentMethod', id, 'payment_method')
      return paymentMethodObject(held.object, state.now())
    }),
  ]
}

function retrieve<T>(
  state: State,
  url: string,
  what: string,
  collection: Collection<Held<T>>,
): Route {
  return route(state, 'GET', url, 'lookup', (request) => {
    params.read(params.onlyExpand, request.query)
    const { id = '' } = request.params
    const held = collection.get(id)
    if (held?.account !== accountOf(request)) throw noSuch(what, id, 'id')
    return held.object
  })
}

/** Newest first, by pages. */
function list<T extends Listable>(
  state: State,
  url: string,
  collection: Collection<Held<T>>,
): Route {
  return route(state, 'GET', url, 'lookup', (request) => {
    const query = params.read(params.listQuery, request.query)
    const account = accountOf(request)
    const all = collection
      .values()
      .filter((held) => held.account === account)
      .map(({ object }) => object)
      .filter((object) => matches(object, query))
      .reverse()
    const { data, has_more } = page(all, query)
    return { object: 'list', data, has_more, url }
  })
}

function matches(object: Listable, query: params.ListQuery): boolean {
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = { ...query.created } as Range
  const { created } = object
  if (created <= gt || created < gte || created >= lt || created > lte) return false
  const fields = ['charge', 'payment_intent', 'source', 'type'] as const
  return fields.every(
    (field) =>
      query[field] === undefined ||
      Object.entries(object).some(([name, value]) => name === field && value === query[field]),
  )
}
type Range = { gt?: number; gte?: number; lt?: number; lte?: number }

function page<T extends Listable>(all: readonly T[], query: params.ListQuery) {
  const limit = query.limit ?? 10
  const { starting_after: after, ending_before: before } = query
  const at = (id: string, param: string) => {
    const index = all.findIndex((item) => item.id === id)
    if (index < 0) throw invalid(`No such object: '${id}'`, { code: 'resource_missing', param })
    return index
  }
  if (before !== undefined) {
    const end = at(before, 'ending_before')
    const start = Math.max(0, end - limit)
    return { data: all.slice(start, end), has_more: start > 0 }
  }
  const start = after === undefined ? 0 : at(after, 'starting_after') + 1
  return { data: all.slice(start, start + limit), has_more: start + limit < all.length }
}

function search(state: State): Route {
  const url = '/v1/payment_intents/search'
  return route(state, 'GET', url, 'lookup', (request) => {
    const query = params.read(params.searchQuery, request.query)
    const wanted = parseSearch(query.query)
    const account = accountOf(request)
    const found = state.intents
      .values()
      .filter((held) => held.account === account && wanted(held.object))
      .map(({ object }) => object)
      .reverse()
    const limit = query.limit ?? 10
    const start = Number(query.page ?? 0)
    const end = start + limit
    const has_more = end < found.length
    return {
      object: 'search_result',
      data: found.slice(start, end),
      has_more,
      next_page: has_more ? String(end) : null,
      url,
    }
  })
}
