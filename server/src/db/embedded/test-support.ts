import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { onTestFinished, vi } from 'vitest'
import { isAlive } from './lock.ts'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './server.ts'

/** A first start takes a second or more of both cores, and other tests may want them too. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** A folder that any user can enter. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-'))
  await chmod(folder, 0o755)
  return folder
}

/** One that is removed at the end of the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await makeFolder()
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** A server that is stopped at the end of the test, without fsync unless asked for. */
export async function startServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const server = await startEmbedded({
    ...options,
    settings: { fsync: 'off', ...options.settings },
  })
  onTestFinished(server.stop)
  return server
}

/** @returns the first column of the first row */
export async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** Polls until the answer is truthy. */
export async function until<T>(what: string, probe: () => Promise<T>, withinMs = 40_000) {
  const deadline = Date.now() + withinMs
  for (;;) {
    const answer = await probe().catch(() => undefined)
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain: ${what}`)
    await delay(10)
  }
}

export async function ended(pid: number): Promise<void> {
  await until(`process ${pid} ends`, async () => !isAlive(pid) || (await isZombie(pid)))
}

async function isZombie(pid: number): Promise<boolean> {
  return (await readlink(`/proc/${pid}/exe`).catch(() => '')) === ''
}

/** The processes whose command line contains the text. Linux only. */
export async function processesSaying(text: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  const said = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return pids.filter((pid, index) => pid !== process.pid && said[index]?.includes(text))
}

/** Whom a process runs as, ourselves if left out; `detached` is in a process group of its own. */
export interface Owner {
  uid?: number
  gid?: number
  detached?: boolean
}

export interface OtherProcess {
  process: ChildProcess
  /** What the script prints first. */
  firstLine(): Promise<string>
}

/**
 * Runs a script that imports from this folder in a node of its own, killed at the end of the test.
 *
 * @param script a module body; `here` in it is the URL of this folder, with a slash at the end
 */
export function inOtherProcess(script: string, as: Owner = {}): OtherProcess {
  const here = JSON.stringify(new URL('.', import.meta.url).href)
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', `const here = ${here}\n${script}`],
    { ...as, stdio: ['ignore', 'pipe', 'inherit'], cwd: '/' },
  )
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) {
      await once(child, 'exit')
    }
  })
  return { process: child, firstLine: () => firstLine(child) }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the other process has no output to read')
  for await (const line of createInterface(child.stdout)) return line
  throw new Error(`the other process ended (${child.exitCode ?? child.signalCode}) without a word`)
}

/**
 * A server in a process of its own, which runs until it is killed.
 *
 * @throws {Error} with the message of the start that failed there
 */
export async function startElsewhere(
  dataDir: string,
  as: Owner = {},
): Promise<{ owner: ChildProcess; url: string; pid: number }> {
  const options = JSON.stringify({ dataDir, settings: { fsync: 'off' } })
  const other = inOtherProcess(
    `const { startEmbedded } = await import(here + 'index.ts')
    process.on('SIGINT', () => console.log('SIGINT'))
    setInterval(() => {}, 1e6)
    await startEmbedded(${options}).then(
      ({ url, pid }) => console.log(JSON.stringify({ url, pid })),
      ({ message }) => console.log(JSON.stringify({ message })),
    )`,
    as,
  )
  const answer: { url: string; pid: number } | { message: string } = JSON.parse(
    await other.firstLine(),
  )
  if ('message' in answer) throw new Error(answer.message)
  return { owner: other.process, ...answer }
}
