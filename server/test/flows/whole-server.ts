import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { removeEmbedded } from '../../src/db/embedded/index.ts'
import type { Demo } from '../../src/demo/index.ts'

/** The product as it is started by hand: API, worker and simulators, in a process and folder of its own. */
export interface WholeServer {
  readonly url: string
  readonly dataDir: string
  readonly demo: Demo
  /** All it said so far, on both its outputs. */
  said(): string
  /** Memory it holds, in bytes. */
  residentBytes(): Promise<number>
  /** Tells it to stop and waits. @returns how it ended */
  stop(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

const main = join(import.meta.dirname, '../../src/main.ts')

/**
 * Starts the demo on a free port. It ends, and its folder goes, when the test file is done.
 * @param settings more environment variables: with a `DATABASE_URL` it has no PostgreSQL of its own
 */
export async function startWhole(settings: Readonly<Record<string, string>>): Promise<WholeServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-whole-'))
  // Root runs PostgreSQL as another user, who must get through.
  await chmod(dataDir, 0o711)
  const child = spawn(process.execPath, [main, 'start'], {
    env: {
      PATH: process.env['PATH'],
      ...{ DATA_DIR: dataDir, PORT: '0', DEMO: 'on' },
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const ready = Promise.withResolvers<void>()
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => {
      said.push(text)
      if (text.includes('A first payment:')) ready.resolve()
    })
  }
  const ended = once(child, 'exit')
  child.on('exit', () => ready.reject(new Error(`The server ended:\n${said.join('')}`)))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    const [code, signal] = await ended
    return { code, signal }
  }
  afterAll(async () => {
    await stop()
    await removeEmbedded(dataDir)
    await rm(dataDir, { recursive: true })
  })
  await ready.promise
  const demo: Demo = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))
  return {
    ...{ url: demo.url, dataDir, demo, stop },
    said: () => said.join(''),
    async residentBytes() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
    },
  }
}
