import { pino } from 'pino'
import { readConfig } from '../server/src/config.ts'
import { armCrashPoints } from '../server/src/kernel/index.ts'
import { startServer } from '../server/src/start.ts'
import { found } from './found.ts'
import { type ControlName, hurry, sabotage } from './sabotage.ts'
import type { FromServer, ToServer } from './server-messages.ts'

/*
 * The server under test: the product as it is, in a process of its own, told by its parent where to die.
 * Crash points are armed here and nowhere else.
 */

const { SWITCHYARD_DRILL_CONTROL, SWITCHYARD_DRILL_DEADLINE_MS, SWITCHYARD_DRILL_FOUND } =
  process.env

/** Without the drill there is nobody to serve, and nobody to end us. */
process.once('disconnect', () => process.exit())

process.on('message', ({ point, passing }: ToServer) => {
  let left = passing
  armCrashPoints((reached) => {
    if (reached !== point) return
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  })
})

if (SWITCHYARD_DRILL_DEADLINE_MS) hurry(Number(SWITCHYARD_DRILL_DEADLINE_MS))
const config = readConfig(process.env)
const running = await startServer(config, 'all', pino({ level: config.logLevel }))
process.once('SIGTERM', () => {
  void running.stop().then(() => process.disconnect())
})
if (SWITCHYARD_DRILL_CONTROL) {
  sabotage(running.system.parts.runner, SWITCHYARD_DRILL_CONTROL as ControlName)
}
const { url } = running
if (url === undefined) throw new Error('The server has no address.')
const ready: FromServer = {
  url,
  ...(SWITCHYARD_DRILL_FOUND ? { founded: await found(running.system) } : {}),
}
process.send?.(ready)
