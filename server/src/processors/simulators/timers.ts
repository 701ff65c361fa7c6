import type { Clock } from '../../kernel/index.ts'
import { newId } from '../../kernel/index.ts'
import type { Records } from './records.ts'

/** Things a simulator does later: settle a refund, open a dispute, try a notification again. */
export interface Timers {
  /** Names what a task does. Every task is named before `start`. */
  define<Data>(task: string, run: (data: Data) => void | Promise<void>): void
  after<Data>(ms: number, task: string, data: Data): void
  start(): void
  /** Starts nothing more and waits for what is running. */
  stop(): Promise<void>
}

interface Due {
  readonly id: string
  readonly task: string
  readonly dueMs: number
  readonly data: unknown
}

/**
 * Timers that outlive the process: what is still due is kept in the records and taken up again by
 * `start`. A task is forgotten once it has run, so one interrupted by a kill runs again.
 */
export function openTimers(records: Records, clock: Clock): Timers {
  const due = records.collection<Due>('timers')
  const tasks = new Map<string, (data: never) => void | Promise<void>>()
  const handles = new Map<string, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  let stopped = false

  const fire = async (entry: Due) => {
    handles.delete(entry.id)
    const run = tasks.get(entry.task)
    if (run === undefined) throw new Error(`No task is called '${entry.task}'.`)
    if (due.get(entry.id) === undefined) return
    await run(entry.data as never)
    due.delete(entry.id)
  }
  const schedule = (entry: Due) => {
    if (stopped) return
    const wait = Math.max(0, entry.dueMs - clock.now().getTime())
    const ring = () => {
      const run = fire(entry).finally(() => running.delete(run))
      running.add(run)
    }
    handles.set(entry.id, setTimeout(ring, wait).unref())
  }
  return {
    define(task, run) {
      tasks.set(task, run)
    },
    after(ms, task, data) {
      const id = newId('timer')
      schedule(due.put(id, { id, task, data, dueMs: clock.now().getTime() + ms }))
    },
    start() {
      for (const entry of due.values()) if (!handles.has(entry.id)) schedule(entry)
    },
    async stop() {
      stopped = true
      for (const handle of handles.values()) clearTimeout(handle)
      handles.clear()
      await Promise.all(running)
    },
  }
}
