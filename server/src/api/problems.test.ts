import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type TestApi, testApi } from '../../test/api.ts'
import { openCommitter, write } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import { endpoint } from './endpoint.ts'
import { entryOf, problems } from './problems.ts'
import { problemReply } from './reply.ts'
import { noteKind, notes } from './testing/notes.ts'
import * as wire from './wire/index.ts'

const access = {
  resource: 'customers',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const

/** A note that two requests change at once, without either giving way. */
const contend = endpoint({
  ...{ method: 'POST', path: '/v1/notes/:note/contend', summary: 'Contend', tag: 'Notes', access },
  returns: { one: noteKind },
  body: z.strictObject({ version: wire.integer() }),
  async handle(ctx, { params, body }) {
    const row = await ctx.queries
      .selectFrom('customers')
      .selectAll()
      .where('id', '=', params.note)
      .executeTakeFirstOrThrow()
    const changed = { ...row, version: body.version }
    await ctx.conclude(
      changeOf(ctx, { replaces: [write('customers', changed)] }),
      shown('customers', changed),
    )
    return shown('customers', changed)
  },
})

let api: TestApi
let cutOff: TestApi
beforeAll(async () => {
  const resources = { endpoints: [...notes.endpoints, contend], kinds: notes.kinds }
  api = await testApi(resources)
  // A committer whose database is not there any more: nothing listens on port 1.
  const connect = async () => {
    const client = new pg.Client({ host: '127.0.0.1', port: 1 })
    await client.connect()
    return client
  }
  cutOff = await testApi(resources, { committer: openCommitter({ connect }, { patienceMs: 50 }) })
})

describe('a refusal on the wire', () => {
  test('has its fields in alphabetical order, and a page that explains its code', async () => {
    const problem = new Problem('card_declined', 'Your card was declined.', {
      ...{ param: 'number', decline_code: 'lost_card', charge: 'ch_1', payment_method: null },
    })
    const telling = { publicUrl: 'https://api.example', pathParams: [] }
    const { status, body } = await problemReply(problem, telling)
    expect(status).toBe(402)
    expect(body).toMatchInlineSnapshot(`
      "{
        "error": {
          "charge": "ch_1",
          "code": "card_declined",
          "decline_code": "lost_card",
          "doc_url": "https://api.example/docs#error-card_declined",
          "message": "Your card was declined.",
          "param": "number",
          "type": "card_error"
        }
      }"
    `)
  })

  test('is 404 for an id of the path and 400 for one in a parameter', async () => {
    const telling = { publicUrl: '', pathParams: ['intent'] }
    const statusOf = async (param: string) =>
      (await problemReply(new Problem('resource_missing', 'x', { param }), telling)).status
    expect([await statusOf('intent'), await statusOf('id'), await statusOf('customer')]).toEqual([
      404, 404, 400,
    ])
  })

  test('with a code nobody declared is a bug', async () => {
    expect(() => entryOf('made_up')).toThrow("'made_up' has no entry")
    expect(() => entryOf('constructor')).toThrow("'constructor' has no entry")
  })

  test('has the status its type allows', () => {
    for (const [code, { status, type }] of Object.entries(problems)) {
      const fits = { api_error: status >= 500, card_error: status === 402 }[type as string]
      expect(fits ?? (status >= 400 && status < 500), code).toBe(true)
    }
  })
})

describe('what goes wrong while writing', () => {
  test('a row that others keep changing asks the caller to try again, and is not kept', async () => {
    const key = api.keys.secret
    const { body: note } = await api.ask('POST', '/v1/notes', { key, params: { text: 'x' } })
    const ask = (version: number) =>
      api.ask('POST', `/v1/notes/${note.id}/contend`, {
        ...{ key, params: { version }, headers: { 'idempotency-key': `${note.id} ${version}` } },
      })
    const lost = await ask(7)
    expect([lost.status, lost.body.error.code]).toEqual([429, 'lock_timeout'])
    expect(lost.headers.get('stripe-should-retry')).toBe('true')
    const stored = await api.sql('select from idempotent_requests where key = $1', [`${note.id} 7`])
    expect(stored).toEqual([])
    expect((await ask(2)).status).toBe(200)
  })

  test('a database that is gone leaves the outcome open, and says to ask again', async () => {
    const answer = await cutOff.ask('POST', '/v1/notes', {
      ...{ key: cutOff.keys.secret, params: { text: 'x' }, headers: { 'idempotency-key': 'gone' } },
    })
    expect([answer.status, answer.body.error.type]).toEqual([500, 'api_error'])
    expect(answer.headers.get('stripe-should-retry')).toBe('true')
    expect(answer.body.error.message).toContain('The outcome of this request is not known yet.')
  })
})
