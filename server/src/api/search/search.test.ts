import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../test/api.ts'
import { notes } from '../testing/notes.ts'

let api: TestApi
const started = Math.floor(Date.now() / 1000)

beforeAll(async () => {
  api = await testApi(notes)
  const make = (params: Record<string, unknown>, key = api.keys.secret) =>
    api.ask('POST', '/v1/notes', { key, params })
  await make({ text: 'Alpha', email: 'a@example.com', mood: 'happy', balance: 100 })
  await make({ text: 'alphabet 50%_', mood: 'angry', balance: 200, metadata: { k: 'v', n: '5' } })
  await make({ text: 'Beta', email: 'B@example.com', mood: 'happy', balance: 300 })
  await make({ text: 'Alpha', balance: 100 }, (await api.stranger()).secret)
})

const ask = async (query: string, params: Record<string, unknown> = {}) =>
  (await api.ask('GET', '/v1/notes/search', { key: api.keys.secret, params: { query, ...params } }))
    .body
const find = async (query: string) => {
  const body = await ask(query)
  return body.error?.message ?? body.data.map(({ text }: { text: string }) => text).join()
}

test.each([
  ["text:'alpha'", 'Alpha'],
  ["text~'ALPHA'", 'alphabet 50%_,Alpha'],
  ["text~'50%_'", 'alphabet 50%_'],
  ["text~'0%%'", ''],
  ["-text~'alpha'", 'Beta'],
  ["text:'beta' OR text:'alpha'", 'Beta,Alpha'],
  ["text~'alpha' mood:'happy'", 'Alpha'],
  ["mood:'ANGRY'", ''],
  ["mood:'angry' loud:'true'", 'alphabet 50%_'],
  ["loud:'false'", 'Beta,Alpha'],
  ['balance>100', 'Beta,alphabet 50%_'],
  ['balance>=100 balance<300', 'alphabet 50%_,Alpha'],
  ['-balance:200', 'Beta,Alpha'],
  ['email:null', 'alphabet 50%_'],
  ['-email:null', 'Beta,Alpha'],
  ["email:'a@EXAMPLE.com'", 'Alpha'],
  ["metadata['k']:'v'", 'alphabet 50%_'],
  ['metadata["n"]:5', 'alphabet 50%_'],
  ["-metadata['k']:null", 'alphabet 50%_'],
  ["-metadata['k']:'v'", 'Beta,Alpha'],
  ["metadata['k']~'vvv'", ''],
  [`created>=${started} created<=${started + 60}`, 'Beta,alphabet 50%_,Alpha'],
  [`created<${started}`, ''],
  ["text:'x'' or 1=1 --'", expect.stringContaining('We were unable to parse')],
  ['text:"\') or true --"', ''],
  [
    "colour:'red'",
    expect.stringMatching(/^Field `colour` is an unsupported .* There are: text, email/),
  ],
  ["mood~'hap'", 'Field `mood` cannot be searched for a part (~).'],
  ["text~'al'", 'A part of `text` has at least 3 characters, in quotes.'],
  ['text>5', 'Field `text` has no order: it takes : and ~.'],
  ["balance:'many'", 'Field `balance` takes a whole number.'],
  ["loud:'maybe'", "Field `loud` is 'true' or 'false'."],
])('%s', async (query, found) => {
  expect(await find(query)).toEqual(found)
})

describe('a search result', () => {
  test('has the shape clients know, and counts only when asked', async () => {
    const body = await ask("text~'alpha'")
    expect({ ...body, data: body.data.length }).toEqual({
      ...{ object: 'search_result', data: 2, has_more: false, next_page: null },
      url: '/v1/notes/search',
    })
    const counted = await ask("text~'alpha'", { limit: 1, expand: ['total_count'] })
    expect([counted.total_count, counted.data.length]).toEqual([2, 1])
  })

  test('goes on where it stopped, for the same search only', async () => {
    const first = await ask('balance>=100', { limit: 2 })
    expect([first.data.length, first.has_more]).toEqual([2, true])
    const rest = await ask('balance>=100', { limit: 2, page: first.next_page })
    expect(rest.data.map(({ text }: { text: string }) => text)).toEqual(['Alpha'])
    expect([rest.has_more, rest.next_page]).toEqual([false, null])
    const forged = Buffer.from('note_zzz').toString('base64url')
    for (const page of ['x', `${forged}.${first.next_page.split('.')[1]}`]) {
      expect((await ask('balance>=100', { page })).error.param).toBe('page')
    }
    expect((await ask('balance>=101', { page: first.next_page })).error.param).toBe('page')
  })
})
