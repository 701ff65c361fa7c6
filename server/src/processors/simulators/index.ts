import Fastify, { type FastifyInstance } from 'fastify'
import { systemClock } from '../../kernel/index.ts'
import { adyenSimulator } from './adyen/index.ts'
import type { Control } from './control.ts'
import { mount, type SimulatorOptions } from './mount.ts'
import { stripeSimulator } from './stripe/index.ts'

export type { Control } from './control.ts'
export type { FaultRuleInput } from './faults.ts'
export type { SimulatorOptions } from './mount.ts'
export type { Delivery, Endpoint } from './notifier.ts'
export type { BookEntry } from './simulator.ts'

const all = { adyen: adyenSimulator, stripe: stripeSimulator } as const

/** A control for each simulator, by its name. */
export type Controls = Readonly<Record<keyof typeof all, Control>>

/** Adds every simulator to an HTTP server, each under `/<name>`, controlled under `/<name>/_control/`. */
export function simulators(app: FastifyInstance, options: SimulatorOptions): Controls {
  return {
    adyen: mount(app, all.adyen, options),
    stripe: mount(app, all.stripe, options),
  }
}

/** Simulators on an HTTP server of their own. */
export interface RunningSimulators {
  /** Without a slash at the end; a simulator is at `<url>/<name>`. */
  readonly url: string
  readonly controls: Controls
  close(): Promise<void>
}

/**
 * Starts all simulators on the loopback interface.
 *
 * @param port 0 for any free one
 */
export async function startSimulators({
  port,
  clock = systemClock,
  ...options
}: { port: number } & Partial<SimulatorOptions>): Promise<RunningSimulators> {
  const app = Fastify({ forceCloseConnections: true, logger: false })
  let url = ''
  const controls = simulators(app, { clock, baseUrl: () => url, ...options })
  url = await app.listen({ port, host: '127.0.0.1' })
  return { url, controls, close: () => app.close() }
}
