import { defaultLimit, type ListQuery } from './list-params.ts'
import { noSuch, refuse } from './refusals.ts'

/**
 * A page of a list that is in memory whole, in its own order.
 * @throws {Problem} `resource_missing` for a cursor that is not in it, `parameters_exclusive`
 */
export function pageOf(
  object: string,
  ids: readonly string[],
  { limit = defaultLimit, starting_after, ending_before }: ListQuery,
): { items: readonly string[]; hasMore: boolean } {
  if (starting_after !== undefined && ending_before !== undefined) throw bothCursors()
  if (ending_before !== undefined) {
    const end = placeOf(object, ids, ending_before, 'ending_before')
    const start = Math.max(0, end - limit)
    return { items: ids.slice(start, end), hasMore: start > 0 }
  }
  const start =
    starting_after === undefined ? 0 : placeOf(object, ids, starting_after, 'starting_after') + 1
  return { items: ids.slice(start, start + limit), hasMore: start + limit < ids.length }
}

/** A list goes one way from one place. */
export function bothCursors() {
  return refuse(
    'parameters_exclusive',
    'Received both starting_after and ending_before parameters. Please pass in only one.',
  )
}

function placeOf(object: string, ids: readonly string[], id: string, param: string): number {
  const place = ids.indexOf(id)
  if (place < 0) throw noSuch(object, id, param)
  return place
}
