import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../kernel/index.ts'
import { type Control, controlOf, controlRoutes } from './control.ts'
import { type Silence, serve } from './exchange.ts'
import { planFaults } from './faults.ts'
import { openNotifier } from './notifier.ts'
import { openRecords } from './records.ts'
import type { Simulator, Stage } from './simulator.ts'
import { openTimers } from './timers.ts'

export interface SimulatorOptions {
  /** Where journals are kept, so that a restart changes nothing; memory only when left out. */
  readonly directory?: string
  readonly clock: Clock
  /** Decides which calls go wrong where a fault has a probability. */
  readonly seed?: string
  /** Where browsers find the simulators, without a slash at the end; asked when it is needed. */
  readonly baseUrl: () => string
  /** How long "later" is: a refund to settle, a dispute to come. */
  readonly laterMs?: number
}

/** Adds one simulator to an HTTP server, under its name. Its timers start when the server is ready. */
export function mount(
  app: FastifyInstance,
  simulator: Simulator,
  options: SimulatorOptions,
): Control {
  const { name } = simulator
  const { clock, directory, seed = 'switchyard', laterMs = 250 } = options
  const prefix = `/${name}`
  const stopping = new AbortController()
  const silence: Silence = new Set()
  const records = openRecords(directory && join(directory, `${name}.jsonl`))
  const timers = openTimers(records, clock)
  const faults = planFaults(`${seed}/${name}`)
  const notifier = openNotifier({ records, timers, faults, clock }, simulator.sign, stopping.signal)
  const stage: Stage = {
    records,
    timers,
    clock,
    laterMs,
    baseUrl: () => `${options.baseUrl()}${prefix}`,
    notify: (account, id, body) => notifier.send(account, id, body),
  }
  const open = simulator.open(stage)
  const control = controlOf(open, { records, faults, notifier })

  app.register(
    (scope, _options, done) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => {
        parsed(null, body)
      })
      for (const route of [...open.routes, ...controlRoutes(control)]) {
        const handler = serve(open, route, faults, scope.prefix, silence)
        scope.route({ method: route.method, url: route.url, handler })
      }
      done()
    },
    { prefix },
  )
  app.addHook('onReady', async () => timers.start())
  app.addHook('preClose', async () => {
    for (const end of silence) end()
    stopping.abort()
    await timers.stop()
  })
  app.addHook('onClose', async () => records.close())
  return control
}
