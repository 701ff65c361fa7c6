import { z } from 'zod'
import { type FaultCounts, type FaultRuleInput, type Faults, faultRule } from './faults.ts'
import type { Delivery, Endpoint, Notifier } from './notifier.ts'
import type { Records } from './records.ts'
import type { BookEntry, OpenSimulator, Route } from './simulator.ts'
import type { WireAnswer, WireRequest } from './wire.ts'

/** What a test, a drill or the server's own set-up tells a simulator, from inside the process. */
export interface Control {
  book(): BookEntry[]
  deliveries(): Delivery[]
  setEndpoint(endpoint: Endpoint): void
  addFaults(rules: readonly FaultRuleInput[]): void
  clearFaults(): void
  /** How often what has gone wrong since the start. */
  faultsMet(): FaultCounts
  /** Forgets everything: book, accounts, endpoints, faults. */
  reset(): void
}

/** The one way a simulator is looked into and told to misbehave. */
export function controlOf(
  simulator: OpenSimulator,
  { records, faults, notifier }: { records: Records; faults: Faults; notifier: Notifier },
): Control {
  return {
    book: () => simulator.book(),
    deliveries: () => notifier.deliveries(),
    setEndpoint: (endpoint) => notifier.setEndpoint(endpoint),
    addFaults: (rules) => faults.add(rules.map((rule) => faultRule.parse(rule))),
    clearFaults: () => faults.clear(),
    faultsMet: () => ({ ...faults.met }),
    reset() {
      faults.clear()
      records.clear()
    },
  }
}

const faultsBody = z.strictObject({ rules: z.array(faultRule) })
const endpointBody = z.strictObject({
  account: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().min(1),
})

/** The same over HTTP, in JSON, for a drill in another process. */
export function controlRoutes(control: Control): Route[] {
  return [
    route('GET', 'book', () => ({ entries: control.book() })),
    route('GET', 'notifications', () => ({ deliveries: control.deliveries() })),
    route('GET', 'faults', () => ({ met: control.faultsMet() })),
    route('POST', 'faults', (body) => {
      control.addFaults(faultsBody.parse(body).rules)
      return {}
    }),
    route('DELETE', 'faults', () => {
      control.clearFaults()
      return {}
    }),
    route('POST', 'endpoint', (body) => {
      control.setEndpoint(endpointBody.parse(body))
      return {}
    }),
    route('POST', 'reset', () => {
      control.reset()
      return {}
    }),
  ]
}

function route(
  method: 'GET' | 'POST' | 'DELETE',
  name: string,
  run: (body: unknown) => unknown,
): Route {
  return {
    method,
    url: `/_control/${name}`,
    handle(request) {
      try {
        return json(200, run(parsed(request)))
      } catch (error) {
        if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) })
        if (error instanceof SyntaxError) return json(400, { error: error.message })
        throw error
      }
    },
  }
}

function parsed({ body }: WireRequest): unknown {
  return body === '' ? {} : JSON.parse(body)
}

function json(status: number, value: unknown): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  }
}
