import { shown } from '../tenants/index.ts'
import type { Answer, ContentAnswer } from './answers.ts'
import type { Endpoint } from './endpoint.ts'
import type { Plan } from './expand.ts'
import type { ObjectType, WireObject } from './kinds.ts'
import { expandPlain, render } from './render.ts'
import type { Rendering } from './row-cache.ts'

/** What the shape of an answer depends on besides itself. */
interface Asked {
  readonly endpoint: Pick<Endpoint, 'returns'>
  readonly path: string
  readonly plan: Plan
}

/** What a handler returned, as it goes over the wire. */
export async function answerWire(
  answer: Exclude<Answer, ContentAnswer>,
  rendering: Rendering,
  { endpoint, path: url, plan }: Asked,
): Promise<WireObject> {
  if (!('answer' in answer)) return only(await render(rendering, [answer], plan))
  switch (answer.answer) {
    case 'deleted':
      return { id: answer.id, object: answer.object, deleted: true }
    case 'list': {
      const data = await render(rendering, rowsOf(answer), plan)
      return { object: 'list', data, has_more: answer.hasMore, url }
    }
    case 'search': {
      const { nextPage: next_page, totalCount } = answer
      const data = await render(rendering, rowsOf(answer), plan)
      const total = totalCount === null ? {} : { total_count: totalCount }
      return {
        object: 'search_result',
        data,
        has_more: next_page !== null,
        next_page,
        url,
        ...total,
      }
    }
    case 'plain': {
      const type = Object.values(endpoint.returns)[0] as ObjectType
      if (!isItems(answer.data)) return expandPlain(rendering, type, answer.data, plan)
      const { items, hasMore } = answer.data
      const expanded = items.map((item) => expandPlain(rendering, type, item, plan))
      return { object: 'list', data: await Promise.all(expanded), has_more: hasMore, url }
    }
    case 'revealing': {
      const wire = only(await render(rendering, [answer.shown], plan))
      return { ...wire, ...answer.once }
    }
  }
}

function rowsOf({ table, rows }: Extract<Answer, { answer: 'list' | 'search' }>) {
  return rows.map((row) => shown(table, row))
}

function only(wires: readonly WireObject[]): WireObject {
  const [wire] = wires
  if (wire === undefined) throw new Error('There is nothing to show.')
  return wire
}

function isItems(
  data: Extract<Answer, { answer: 'plain' }>['data'],
): data is { items: readonly WireObject[]; hasMore: boolean } {
  return Array.isArray(data['items'])
}
