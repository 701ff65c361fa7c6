import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { isRoot, unprivilegedUser } from './os-user.ts'
import {
  ask,
  ended,
  inOtherProcess,
  makeFolder,
  processesSaying,
  startElsewhere,
  startServer,
  temporaryFolder,
  until,
} from './test-support.ts'

/** Initialised once: each test leaves a cluster that the next one starts. */
let dataDir: string

beforeAll(async () => {
  dataDir = await makeFolder()
})

afterAll(() => rm(dataDir, { recursive: true }))

const read = 'select amount from payment'

/** A fresh one, that `read` finds. */
async function storePayment(url: string): Promise<void> {
  await ask(url, 'drop table if exists payment')
  await ask(url, 'create table payment as select 42 as amount')
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('PostgreSQL killed: it runs again under the same URL, with all that was acknowledged', async () => {
  const told: string[] = []
  const server = await startServer({
    dataDir,
    log: (line) => told.push(line),
  })
  const { url, pid, exited } = server
  for (const round of [1, 2, 3]) {
    await until('it takes a table', () => ask(url, `create table round_${round} ()`).then(() => 1))
    process.kill(server.pid, 'SIGKILL')
    await until('it answers again', () => ask(url, `select 1 from pg_class`))
  }
  expect(await exited).toEqual({ code: null, signal: 'SIGKILL' })
  expect(server.pid).not.toBe(pid)
  expect(await ask(url, `select count(*)::int from pg_class where relname like 'round__'`)).toBe(3)
  expect(told).toContain('PostgreSQL ended unexpectedly (SIGKILL), starting it again')
})

test('a busy backend that outlives a killed PostgreSQL does not keep the next one out', async () => {
  const server = await startServer({ dataDir })
  await storePayment(server.url)
  const busy = ask(server.url, 'select sum(sqrt(n)) from generate_series(1, 1e10) n').catch(() => 1)
  await until('it is busy', () =>
    ask(
      server.url,
      `select 1 from pg_stat_activity where query like '%1e10%' and state = 'active'
      and pid <> pg_backend_pid()`,
    ),
  )
  process.kill(server.pid, 'SIGKILL')
  expect(await until('it answers again', () => ask(server.url, read))).toBe(42)
  await busy
})

test('one backend killed: the same PostgreSQL goes on', async () => {
  const server = await startServer({ dataDir })
  const { pid } = server
  await storePayment(server.url)
  const victim = ask(server.url, `select pg_sleep(60)`)
  const backend = await until('it sleeps', () =>
    ask(server.url, `select pid from pg_stat_activity where wait_event = 'PgSleep'`),
  )
  process.kill(Number(backend), 'SIGKILL')
  await expect(victim).rejects.toThrow()
  expect(await until('it answers again', () => ask(server.url, read))).toBe(42)
  expect(server.pid).toBe(pid)
})

test('a stop in the middle of a restart leaves nothing running', async () => {
  const server = await startServer({ dataDir })
  process.kill(server.pid, 'SIGKILL')
  await server.exited
  await server.stop()
  await ended(server.pid)
  await expect(ask(server.url, 'select 1')).rejects.toThrow()
  const next = await startServer({ dataDir })
  expect(await ask(next.url, 'select 1')).toBe(1)
})

test('our process killed: PostgreSQL ends by itself, and the next start has everything', async () => {
  const { owner, url, pid } = await startElsewhere(dataDir)
  await storePayment(url)
  await kill(owner)
  await ended(pid)
  const next = await startServer({ dataDir })
  expect(next.url).toBe(url)
  expect(await ask(next.url, read)).toBe(42)
})

test('our process killed: a start right after replaces the PostgreSQL that still runs', async () => {
  const { owner, url, pid } = await startElsewhere(dataDir)
  await storePayment(url)
  await kill(owner)
  const next = await startServer({ dataDir })
  expect(next.pid).not.toBe(pid)
  await ended(pid)
  expect(await ask(next.url, read)).toBe(42)
})

test.runIf(process.platform === 'linux')(
  'our process and the watchdog killed: the next start shuts the orphaned PostgreSQL down in good order',
  async () => {
    const dataDir = await temporaryFolder()
    const { owner, url, pid } = await startElsewhere(dataDir)
    await storePayment(url)
    const [watchdog, ...others] = await watchdogsOf(dataDir)
    expect(others).toEqual([])
    process.kill(Number(watchdog), 'SIGKILL')
    await ended(Number(watchdog))
    await kill(owner)
    expect(await ask(url, read)).toBe(42)
    const next = await startServer({ dataDir })
    expect(next.pid).not.toBe(pid)
    await ended(pid)
    expect(await logOf(dataDir)).not.toContain('automatic recovery in progress')
    expect(await ask(next.url, read)).toBe(42)
  },
)

test.runIf(process.platform === 'linux')(
  'everything killed at once: the next start recovers',
  async () => {
    const dataDir = await temporaryFolder()
    const { owner, url, pid } = await startElsewhere(dataDir)
    await storePayment(url)
    const watchdogs = await watchdogsOf(dataDir)
    const backends = (await processesSaying('postgres: ')).filter((backend) => backend > pid)
    expect(backends.length).toBeGreaterThan(3)
    const inCluster = await Promise.all(backends.map((backend) => parentOf(backend)))
    const children = backends.filter((_, index) => inCluster[index] === pid)
    for (const victim of [...watchdogs, pid, ...children]) process.kill(victim, 'SIGKILL')
    await kill(owner)
    const next = await startServer({ dataDir })
    expect(await ask(next.url, read)).toBe(42)
  },
)

test.skipIf(process.platform === 'win32')(
  'Ctrl-C at the terminal reaches our process alone, which may drain before PostgreSQL ends',
  async () => {
    const { owner, url } = await startElsewhere(dataDir, { detached: true })
    const client = new Client({ connectionString: url })
    await client.connect()
    const told = heard(owner, 'SIGINT')
    // As a terminal does: the signal goes to the whole process group.
    process.kill(-Number(owner.pid), 'SIGINT')
    await told
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await client.end()
  },
)

test('a stale pid file whose pid is another process by now does not keep PostgreSQL out', async () => {
  const { owner, url, pid } = await startElsewhere(dataDir)
  await storePayment(url)
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
  const stale = await readFile(pidFile, 'utf8')
  await kill(owner)
  await ended(pid)
  // Of the same user, since PostgreSQL knows by itself that another user's process isn't it.
  const user = isRoot ? await unprivilegedUser() : {}
  const innocent = spawn('sleep', ['60'], { ...user, cwd: '/' })
  onTestFinished(async () => kill(innocent))
  await writeFile(pidFile, stale.replace(String(pid), String(innocent.pid)))
  await writeFile(join(dataDir, 'postgres', '.s.PGSQL.5432.lock'), `${innocent.pid}\n`)
  const next = await startServer({ dataDir })
  expect(await ask(next.url, read)).toBe(42)
  expect(innocent.exitCode ?? innocent.signalCode).toBeNull()
})

test('an initdb that was killed half-way is begun anew', async () => {
  const dataDir = await temporaryFolder()
  const { process: owner } = inOtherProcess(
    `const { startEmbedded } = await import(here + 'index.ts')
    await startEmbedded(${JSON.stringify({ dataDir })})`,
  )
  const unfinished = await until('initdb is at work', async () => {
    const name = (await readdir(dataDir)).find((entry) => entry.includes('.initdb-'))
    return name && (await stat(join(dataDir, name, 'base'))) && name
  })
  await kill(owner)
  const server = await startServer({ dataDir })
  expect(await ask(server.url, 'select 1')).toBe(1)
  const left = await readdir(dataDir)
  expect(left).not.toContain(unfinished)
  expect(left.toSorted()).toEqual([
    'postgres',
    'postgres.lock',
    'postgres.owner',
    'postgres.password',
  ])
})

function heard(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (text) => {
      if (String(text).includes(word)) resolve()
    })
  })
}

async function logOf(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'postgres', 'log')
  const files = await readdir(folder)
  return (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('')
}

async function watchdogsOf(dataDir: string): Promise<number[]> {
  const [all, ours] = [
    await processesSaying('switchyard-postgres-watchdog'),
    await processesSaying(dataDir),
  ]
  return all.filter((pid) => ours.includes(pid))
}

/** The fourth field of /proc/<pid>/stat, counted after the name, which may hold anything. */
async function parentOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
}
