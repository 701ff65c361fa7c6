import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { notes } from './testing/notes.ts'

let api: TestApi
/** Newest first. */
const ids: string[] = []
let strangersNote = ''

beforeAll(async () => {
  api = await testApi(notes)
  const make = async (params: Record<string, unknown>, key = api.keys.secret) =>
    (await api.ask('POST', '/v1/notes', { key, params })).body.id
  for (let made = 0; made < 7; made++) {
    const friend = ids[0] === undefined ? {} : { friend: ids[0] }
    ids.unshift(await make({ text: made % 2 === 0 ? 'even' : 'odd', ...friend }))
  }
  strangersNote = await make({ text: 'even' }, (await api.stranger()).secret)
})

const get = (path: string, params: Record<string, unknown> = {}) =>
  api.ask('GET', path, { key: api.keys.secret, params })
const page = async (params: Record<string, unknown>) => {
  const { body } = await get('/v1/notes', params)
  const places = body.data.map(({ id }: { id: string }) => ids.indexOf(id)).join()
  return `${places}${body.has_more ? ' …' : ''}`
}

describe('pages', () => {
  test('are newest first, ten at most unless asked', async () => {
    expect(await page({})).toBe('0,1,2,3,4,5,6')
    expect(await page({ limit: 3 })).toBe('0,1,2 …')
    expect(await page({ limit: 7 })).toBe('0,1,2,3,4,5,6')
  })

  test('go forward and back, and say rightly whether there is more that way', async () => {
    expect(await page({ limit: 3, starting_after: ids[2] })).toBe('3,4,5 …')
    expect(await page({ limit: 3, starting_after: ids[5] })).toBe('6')
    expect(await page({ limit: 3, ending_before: ids[6] })).toBe('3,4,5 …')
    expect(await page({ limit: 3, ending_before: ids[3] })).toBe('0,1,2')
    expect(await page({ limit: 3, ending_before: ids[0] })).toBe('')
  })

  test('are filtered before they are cut', async () => {
    expect(await page({ text: 'odd', limit: 2 })).toBe('1,3 …')
    expect(await page({ text: 'odd', limit: 2, starting_after: ids[2] })).toBe('3,5')
  })

  test('refuse a cursor that is nobody’s, or a stranger’s, in the same words', async () => {
    for (const id of ['note_nobody', strangersNote]) {
      const { status, body } = await get('/v1/notes', { starting_after: id })
      expect([status, body.error]).toEqual([
        400,
        expect.objectContaining({
          ...{ code: 'resource_missing', param: 'starting_after' },
          message: `No such note: '${id}'`,
        }),
      ])
    }
  })

  test.each([0, 101, 'x'])('refuse a limit of %s', async (limit) => {
    const { status, body } = await get('/v1/notes', { limit })
    expect([status, body.error.param]).toEqual([400, 'limit'])
  })
})

describe('expand', () => {
  const expand = (...paths: string[]) => get(`/v1/notes/${ids[0]}`, { expand: paths })

  test('shows an object instead of its id, and one within it', async () => {
    const { body } = await expand('friend.friend', 'best.friends')
    expect(body.friend).toMatchObject({ id: ids[1], object: 'note' })
    expect(body.friend.friend).toMatchObject({ id: ids[2], friend: ids[3] })
    expect(body.best.friends).toEqual([expect.objectContaining({ id: ids[1], friend: ids[2] })])
  })

  test('reaches into a list, one query a level', async () => {
    const { body } = await get('/v1/notes', { limit: 3, expand: ['data.friend.friend'] })
    const chain = body.data.map((note: { friend: { id: string; friend: { id: string } } }) => [
      note.friend.id,
      note.friend.friend.id,
    ])
    expect(chain).toEqual([
      [ids[1], ids[2]],
      [ids[2], ids[3]],
      [ids[3], ids[4]],
    ])
  })

  test('leaves null what is null, and an id what cannot be found', async () => {
    const { body } = await get(`/v1/notes/${ids[6]}`, { expand: ['friend', 'thing.deeper'] })
    expect([body.friend, body.thing]).toEqual([null, null])
    const lost = await api.ask('POST', '/v1/notes', {
      key: api.keys.secret,
      params: { text: 'x', friend: strangersNote, expand: ['friend'] },
    })
    expect(lost.body.friend).toBe(strangersNote)
  })

  test.each([
    ['text', 'This property cannot be expanded (text).'],
    ['friend.text', 'This property cannot be expanded (friend.text).'],
    ['best.text', 'This property cannot be expanded (best.text).'],
    ['__proto__', 'This property cannot be expanded (__proto__).'],
    [
      'friend.friend.friend.friend.friend',
      'You cannot expand more than 4 levels of a property. Property: friend.friend.friend.friend.friend',
    ],
  ])('refuses %s', async (path, message) => {
    const { status, body } = await expand(path)
    expect([status, body.error.message]).toEqual([400, message])
  })

  test('asks for data. in a list', async () => {
    const { body } = await get('/v1/notes', { expand: ['friend'] })
    expect(body.error.message).toBe(
      "This property cannot be expanded (friend). You may want to try expanding 'data.friend' instead.",
    )
  })
})

test('what an answer tells of its own change is shown before it is written', async () => {
  const { body } = await api.ask('POST', '/v1/notes', {
    key: api.keys.secret,
    params: { text: 'x', friend: ids[0], expand: ['friend'] },
  })
  expect(body.friend).toMatchObject({ id: ids[0], object: 'note' })
})

test('something deleted leaves its id', async () => {
  const { body } = await api.ask('DELETE', `/v1/notes/${ids[6]}`, { key: api.keys.secret })
  expect(body).toEqual({ id: ids[6], object: 'note', deleted: true })
})
