import { shown } from '../../../tenants/index.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { listEventsQuery } from './schema.ts'
import { listEvents } from './store.ts'
import { eventKind } from './view.ts'

const access = { resource: 'events', verb: 'read', publishable: false, level: 'merchant' } as const

const listAll = endpoint({
  method: 'GET',
  path: '/v1/events',
  summary: 'List events, newest first',
  tag: 'Events',
  access,
  returns: { list: eventKind },
  query: listEventsQuery,
  handle: (ctx, { query }) => listEvents(ctx, query, query),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/events/:id',
  summary: 'Retrieve an event',
  tag: 'Events',
  access,
  returns: { one: eventKind },
  handle: async (ctx, { params }) => shown('events', await find(ctx, eventKind, params.id, 'id')),
})

export const eventEndpoints = [listAll, retrieve]
