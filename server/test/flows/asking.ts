import type { TestAnswer, TestApi } from '../api.ts'
import { everybodys, nobodys, type Seller } from './one-of-each.ts'
import { type Operation, pathWith } from './served-document.ts'
import type { Stranger } from './strangers.ts'
import { validParameters } from './valid-parameters.ts'

/** Ids for a path: as it is of interest, and with ids in the place of the interesting ones that are nobody's. */
export interface Ids {
  readonly known: readonly string[]
  readonly unknown: readonly string[]
}

/**
 * The ids of a victim's objects that a stranger may try a path with. One that has a customer of its own also
 * tries the victim's card with it, and its own card with the victim's customer.
 */
export async function idsToTry(
  { victim, own }: Pick<Stranger, 'victim' | 'own'>,
  places: readonly string[],
): Promise<Ids[]> {
  if (places.length === 0) return [{ known: [], unknown: [] }]
  const shared = places[0] === undefined ? undefined : everybodys[places[0]]
  if (shared !== undefined) return [{ known: [shared], unknown: [shared] }]
  const known = await Promise.all(places.map(victim.one))
  const unknown = known.map(nobodys)
  if (own === undefined || places.length === 1) return [{ known, unknown }]
  const owns = await Promise.all(places.map(own.one))
  const mixed = owns.map((id, index) => ({
    known: known.with(index, id),
    unknown: unknown.with(index, id),
  }))
  return [{ known, unknown }, ...mixed]
}

/** Asks what anyone may ask, of objects of these ids. */
export async function askAs(
  api: TestApi,
  stranger: Stranger,
  operation: Operation,
  ids: readonly string[],
): Promise<TestAnswer> {
  const { victim, headers = {}, knowsSecret = false } = stranger
  const own = stranger.own ?? { ...victim, one: async (place) => nobodys(await victim.one(place)) }
  const key = await stranger.key(operation)
  const secret =
    operation.access.publishable === 'client_secret'
      ? { client_secret: knowsSecret ? await secretOf(victim, operation) : 'pi_1_secret_guess' }
      : {}
  return api.ask(operation.method, pathWith(operation, ids), {
    ...(key === undefined ? {} : { key }),
    headers,
    params: { ...(await validParameters(operation, own)), ...secret, ...mostOf(operation) },
  })
}

/** A list is asked for all it can show at once. */
function mostOf({ method, input }: Operation) {
  return method === 'GET' && input.properties?.['limit'] !== undefined ? { limit: 100 } : {}
}

async function secretOf({ get, one }: Seller, { path }: Operation): Promise<string> {
  const collection = path.split('/')[2]
  const { client_secret } = await get(`/v1/${collection}/${await one(`/v1/${collection}/{}`)}`)
  return client_secret
}

/** All of an answer but what names the object and the request. */
export function toldOf({ status, headers, text }: TestAnswer, ids: readonly string[]): string {
  const kept = [...headers].filter(([name]) => !['date', 'request-id'].includes(name))
  return JSON.stringify([status, kept, ids.reduce((told, id) => told.replaceAll(id, '…'), text)])
}

/** Does work for many, some at a time: budgets refuse who asks hundreds of things at once. */
export async function forMany<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<readonly R[]>,
): Promise<R[]> {
  const done: R[] = []
  for (let at = 0; at < items.length; at += 20) {
    done.push(...(await Promise.all(items.slice(at, at + 20).map(work))).flat())
  }
  return done
}
