import { describe, expect, test } from 'vitest'
import { testApi } from '../api.ts'
import { askAs, forMany, idsToTry, toldOf } from './asking.ts'
import { relationsOf } from './everybodys-rows.ts'
import { everybodys, isMakeable, openSeller } from './one-of-each.ts'
import { type Operation, placesOf, servedOperations } from './served-document.ts'
import { type Stranger, strangersTo } from './strangers.ts'

const api = await testApi()
const operations = await servedOperations(api)
const places = [...new Set(operations.flatMap(({ path }) => placesOf(path)))]
const victim = await openSeller(api, api.tenant)
const strangers = await strangersTo(api, victim, operations)
const rowsBefore = await everyRow()

test('one of everything that a path can name was made', () => {
  expect(places.filter((place) => !isMakeable(place) && !(place in everybodys))).toEqual([])
  expect(operations.length).toBeGreaterThan(110)
})

describe('every endpoint keeps out', () => {
  test.each(strangers.map((stranger) => [stranger.name, stranger] as const))(
    '%s',
    async (_name, stranger) => {
      expect(await forMany(operations, (operation) => wrongs(stranger, operation))).toEqual([])
    },
  )

  test('and none of them changed anything', async () => {
    expect(await everyRow()).toEqual(rowsBefore)
  })
})

describe('an owner', () => {
  const ownersKey = ({ access: { levels } }: Operation) => {
    if (levels.includes('psp')) return victim.pspKey
    return levels.includes('operator') ? api.operatorKey : victim.key
  }
  const owner: Stranger = {
    ...{ name: 'its owner', victim, own: victim, key: ownersKey, treatment: () => 'welcome' },
  }

  test('finds what it has in every list and search', async () => {
    const lists = operations.filter(
      ({ method, path }) => method === 'GET' && isMakeable(`${path.replace(/\/search$/, '')}/{}`),
    )
    const empty = await forMany(lists, async (list) =>
      (await idsToldBy(owner, list)).length > 0 ? [] : [list.path],
    )
    expect([empty, lists.length > 15]).toEqual([[], true])
  })

  test('is told of its objects what nobody else is', async () => {
    const untold: string[] = []
    // What ends an object comes last, and what ends what others are part of at the very end.
    for (const method of ['GET', 'POST', 'DELETE']) {
      const some = operations.filter((each) => each.method === method)
      for (const operation of some.toSorted((a, b) => b.path.length - a.path.length)) {
        const places = placesOf(operation.path)
        if (places.length === 0 || isShared(places)) continue
        const [{ known, unknown } = { known: [], unknown: [] }] = await idsToTry(owner, places)
        const told = toldOf(await askAs(api, owner, operation, known), known)
        const untoldOf = toldOf(await askAs(api, owner, operation, unknown), unknown)
        if (told === untoldOf) untold.push(`${method} ${operation.path}: ${told}`)
      }
    }
    expect(untold).toEqual([])
  })
})

/** What is wrong with how an endpoint treats a stranger. */
async function wrongs(stranger: Stranger, operation: Operation): Promise<string[]> {
  const treatment = stranger.treatment(operation)
  const places = placesOf(operation.path)
  if (treatment === 'welcome' || (treatment === 'blind' && isShared(places))) return []
  const what = `${operation.method} ${operation.path}`
  if (treatment === 'blind' && places.length === 0) {
    const ids = await idsToldBy(stranger, operation)
    // A PSP is no secret to its merchants.
    return ids.filter((id) => id !== victim.psp).map((id) => `${what} tells of ${id}`)
  }
  const refusals = treatment === 'refused' ? [401, 403] : [400, 403, 404]
  const wrong: string[] = []
  for (const { known, unknown } of await idsToTry(stranger, places)) {
    const answer = await askAs(api, stranger, operation, known)
    if (!refusals.includes(answer.status)) wrong.push(`${what} answers ${answer.status}`)
    const told = toldOf(answer, known)
    const toldOfNobodys = toldOf(await askAs(api, stranger, operation, unknown), unknown)
    if (told !== toldOfNobodys) wrong.push(`${what}: ${told}, but of no object ${toldOfNobodys}`)
  }
  return wrong
}

/** The victim's ids that a list or search shows. */
async function idsToldBy(stranger: Stranger, operation: Operation): Promise<string[]> {
  if (operation.method !== 'GET') return []
  const { text } = await askAs(api, stranger, operation, [])
  const { victim } = stranger
  const ids = await Promise.all(places.filter(isMakeable).map(victim.one))
  return ids.filter((id) => text.includes(id))
}

/** A digest of each table. */
async function everyRow(): Promise<Record<string, string | null>> {
  const digests: Record<string, string | null> = {}
  for (const { name, isTable } of await relationsOf(api)) {
    if (!isTable) continue
    const [row] = await api.sql<{ digest: string | null }>(
      `select md5(string_agg(t::text, '' order by t::text)) as digest from ${name} as t`,
    )
    digests[name] = row?.digest ?? null
  }
  return digests
}

/** Whether a path is of what is the same for everybody. */
function isShared(places: readonly string[]): boolean {
  return places.some((place) => place in everybodys)
}
