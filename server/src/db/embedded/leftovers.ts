import { execFile } from 'node:child_process'
import { readdir, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isAlive } from './lock.ts'
import { readPidFile } from './pid-file.ts'

/** How long a shutdown of each kind may take before the next, rougher one. */
const shutdowns = [
  { signal: 'SIGINT', patienceMs: 30_000 },
  { signal: 'SIGQUIT', patienceMs: 5_000 },
  { signal: 'SIGKILL', patienceMs: 5_000 },
] as const

/**
 * Ends what an owner that was killed has left running on this cluster. Call with the lock held.
 *
 * A postmaster that still lives is replaced, not adopted: its watchdog is shutting it down already,
 * it may run with other settings or binaries than ours, and we would never hear of its end, since
 * it is not our child. It is asked to shut down fast, which costs one checkpoint and saves recovery.
 *
 * @returns the pid that a stale `postmaster.pid` names, which may be anybody's by now
 */
export async function clearLeftovers(data: string): Promise<number | undefined> {
  const pid = (await readPidFile(data))?.pid
  if (pid === undefined) return undefined
  await shutDown(pid, () => isServerProcess(pid, data))
  await endServerProcesses(data)
  return (await readPidFile(data))?.pid
}

/**
 * Asks ever more roughly until it is gone.
 *
 * @param pid of a postmaster, as long as `alive` says so
 */
export async function shutDown(pid: number, alive: () => Promise<boolean>): Promise<void> {
  for (const { signal, patienceMs } of shutdowns) {
    if (!(await alive())) return
    signalIfAlive(pid, signal)
    const deadline = Date.now() + patienceMs
    while (Date.now() < deadline && (await alive())) await delay(20)
  }
  if (await alive()) throw new Error(`PostgreSQL (process ${pid}) does not end, not even killed`)
}

/**
 * Kills the processes of this cluster that outlived their postmaster. They end by themselves as soon
 * as they notice, but one that is busy may be long about it and keeps the next postmaster out.
 * Found on Linux only: elsewhere the next postmaster waits for them.
 */
export async function endServerProcesses(data: string): Promise<void> {
  const remaining = async () => {
    const processes = await listProcesses()
    const found = await Promise.all(processes.map((pid) => isServerProcess(pid, data)))
    return processes.filter((_, index) => found[index])
  }
  if (process.platform !== 'linux') return
  const deadline = Date.now() + 5_000
  for (let pids = await remaining(); pids.length > 0; pids = await remaining()) {
    if (Date.now() > deadline) throw new Error(`${data} is still used by processes ${pids.join()}`)
    for (const pid of pids) signalIfAlive(pid, 'SIGKILL')
    await delay(10)
  }
}

async function listProcesses(): Promise<number[]> {
  return (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
}

/**
 * Whether this process is of a PostgreSQL that runs on this cluster: not one that merely got the
 * same pid, nor one that has ended and waits for its parent to hear of it.
 */
async function isServerProcess(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') {
    const [program, workingDir] = await Promise.all([linkOf(pid, 'exe'), linkOf(pid, 'cwd')])
    return basename(program).startsWith('postgres') && workingDir === data
  }
  // On Windows a postmaster dies with its owner: node ends its children there.
  if (process.platform === 'win32') return false
  const command = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])
    .then(({ stdout }) => stdout)
    .catch(() => '')
  return command.includes('postgres') && command.includes(data)
}

/** @returns '' for a process that has just ended, or that is not ours to look at */
function linkOf(pid: number, name: 'exe' | 'cwd'): Promise<string> {
  return readlink(`/proc/${pid}/${name}`).catch(() => '')
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  if (isAlive(pid)) process.kill(pid, signal)
}
