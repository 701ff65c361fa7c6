import type { Route } from '../simulator.ts'
import type { WireRequest } from '../wire.ts'
import { answered } from './dialect.ts'
import { expanded } from './expand.ts'
import type { State } from './state.ts'

/** An endpoint that answers with an object, its requested fields expanded. */
export function route(
  state: State,
  method: 'GET' | 'POST',
  url: string,
  operation: NonNullable<Route['operation']>,
  run: (request: WireRequest, decline?: string) => unknown,
): Route {
  return {
    method,
    url,
    operation,
    handle: (request, decline) => answered(() => expanded(state, request, run(request, decline))),
  }
}
