import { z } from 'zod'
import { type Row, write } from '../../db/index.ts'
import { newId, Problem, unixSeconds } from '../../kernel/index.ts'
import { changeOf, shown } from '../../tenants/index.ts'
import { deleted, revealing } from '../answers.ts'
import type { MerchantContext } from '../context.ts'
import { endpoint } from '../endpoint.ts'
import { find } from '../find.ts'
import { kind } from '../kinds.ts'
import { datedListParams } from '../list-params.ts'
import { list } from '../list-store.ts'
import { type SearchFields, search, searchParams } from '../search/index.ts'
import type { Resources } from '../server.ts'
import * as wire from '../wire/index.ts'

/*
 * A resource for tests of the core: notes, kept as rows of customers, that can point at a friend. How a note
 * is made, the test says.
 */

export const noteKind = kind({
  table: 'customers',
  object: 'note',
  prefix: 'note',
  schema: z.object({ id: z.string(), object: z.literal('note') }),
  expandable: { friend: 'customers', 'best.friends': 'customers', thing: null },
  view: (row, { apiVersion }) => ({
    id: row.id,
    object: 'note',
    created: unixSeconds(row.created_at),
    text: row.name,
    friend: row.default_payment_method_id,
    best: {
      friends: row.default_payment_method_id === null ? [] : [row.default_payment_method_id],
    },
    thing: null,
    metadata: row.metadata,
    version: apiVersion,
  }),
})

const ways = [
  'conclude',
  'two_steps',
  'decline',
  'refuse',
  'crash',
  'crash_midway',
  'only_read',
  'reveal',
  'forget',
] as const

const body = z.strictObject({
  text: wire.text({ max: 50 }),
  how: wire.optional(wire.enumeration(ways)),
  amount: wire.optional(wire.integer({ min: 1 })),
  flag: wire.optional(wire.boolean()),
  email: wire.optional(wire.clearable(wire.email())),
  mood: wire.optional(wire.text()),
  balance: wire.optional(wire.amount()),
  friend: wire.optional(wire.id('note')),
  metadata: wire.optional(wire.metadata()),
  items: wire.optional(
    wire.list(z.strictObject({ price: wire.text(), quantity: wire.optional(wire.integer()) })),
  ),
  shipping: wire.optional(wire.clearable(z.strictObject({ name: wire.text() }))),
})

const access = {
  resource: 'customers',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...access, verb: 'read' } as const

const searchFields: SearchFields = {
  text: { column: 'name', type: 'text' },
  email: { column: 'email', type: 'token' },
  friend: { column: 'default_payment_method_id', type: 'id' },
  balance: { column: 'balance', type: 'number' },
  created: { column: 'created_at', type: 'time' },
  mood: {
    column: 'details',
    path: ['inner', 'mood'],
    type: 'token',
    values: (mood) => [`${mood}!`],
  },
  loud: { column: 'details', path: ['loud'], type: 'boolean' },
}

/** Notes made so far, by a test that wants to know how often work was done. */
export const made: string[] = []
/** What a note waits for between its two writes. */
export const midway = { wait: async () => undefined as unknown }

const create = endpoint({
  method: 'POST',
  path: '/v1/notes',
  summary: 'Make a note',
  tag: 'Notes',
  access,
  returns: { one: noteKind },
  body,
  async handle(ctx, { body: input }) {
    const note = newNote(ctx, input)
    const insert = changeOf(ctx, { inserts: [write('customers', note)] })
    const done = { ...note, version: 2, name: `${note.name}, done` }
    const replace = changeOf(ctx, { replaces: [write('customers', done)] })
    switch (input.how ?? 'conclude') {
      case 'only_read':
        return shown('customers', note)
      case 'refuse':
        throw new Problem('charge_already_captured', 'It was captured before.')
      case 'crash':
        throw new Error('a bug that quotes 4242424242424242')
      case 'decline': {
        const declined = new Problem('card_declined', 'Your card was declined.', {
          decline_code: 'generic_decline',
          payment_intent: shown('customers', note),
        })
        await ctx.conclude(insert, declined)
        throw declined
      }
      case 'two_steps':
      case 'crash_midway':
        await ctx.commit(insert)
        await midway.wait()
        if (input.how === 'crash_midway') throw new Error('the power went')
        await ctx.conclude(replace, shown('customers', done))
        made.push(note.id)
        return shown('customers', done)
      case 'forget':
        await ctx.commit(insert)
        return shown('customers', note)
      default:
        await ctx.conclude(insert, shown('customers', note))
        made.push(note.id)
        return input.how === 'reveal'
          ? revealing(shown('customers', note), { secret: 'told once' })
          : shown('customers', note)
    }
  },
})

function newNote(ctx: MerchantContext, input: z.output<typeof body>): Row<'customers'> {
  const now = ctx.clock.now()
  return {
    merchant_id: ctx.tenant.merchant.id,
    livemode: ctx.tenant.livemode,
    id: newId('note', now.getTime()),
    ...{ version: 1, created_at: now, email: input.email ?? null, name: input.text },
    ...{
      phone: null,
      description: null,
      balance: input.balance ?? 0n,
      currency: null,
      deleted_at: null,
    },
    default_payment_method_id: input.friend ?? null,
    metadata: { ...input.metadata },
    details: { inner: { mood: `${input.mood}!` }, loud: input.mood === 'angry' },
  }
}

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/notes/:note',
  summary: 'Retrieve a note',
  tag: 'Notes',
  access: read,
  returns: { one: noteKind },
  handle: async (ctx, { params }) =>
    shown('customers', await find(ctx, noteKind, params.note, 'id')),
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/notes',
  summary: 'List notes',
  tag: 'Notes',
  access: read,
  returns: { list: noteKind },
  query: z.strictObject({ ...datedListParams, text: wire.optional(wire.text()) }),
  handle: (ctx, { query: { text, ...page } }) =>
    list(ctx, noteKind, page, { equals: { name: text } }),
})

const searchAll = endpoint({
  method: 'GET',
  path: '/v1/notes/search',
  summary: 'Search notes',
  tag: 'Notes',
  access: read,
  returns: { search: noteKind },
  query: z.strictObject(searchParams),
  handle: (ctx, { query }) => search(ctx, noteKind, query, searchFields),
})

const remove = endpoint({
  method: 'DELETE',
  path: '/v1/notes/:note',
  summary: 'Delete a note',
  tag: 'Notes',
  access,
  returns: { deleted: noteKind },
  async handle(ctx, { params }) {
    const note = await find(ctx, noteKind, params.note, 'id')
    return deleted(noteKind, note.id)
  },
})

export const notes: Resources = {
  endpoints: [create, retrieve, listAll, searchAll, remove],
  kinds: [noteKind],
}
