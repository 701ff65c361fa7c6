import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  DataDirInUse,
  type EmbeddedServer,
  findEmbedded,
  removeEmbedded,
  startEmbedded,
  startTemporary,
} from './index.ts'
import { ask, ended, makeFolder, startServer, temporaryFolder } from './test-support.ts'

describe('a server that runs', () => {
  let dataDir: string
  let server: EmbeddedServer
  let url: string

  beforeAll(async () => {
    dataDir = await makeFolder()
    const settings = { fsync: 'off', work_mem: '7MB', checkpoint_timeout: '9min' }
    server = await startEmbedded({ dataDir, settings })
    url = server.url
  })

  afterAll(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true })
  })

  test('the cluster is UTF-8, sorted by code point, checksummed, and keeps statements out of its log', async () => {
    const settings = [
      'server_version_num',
      'server_encoding',
      'data_checksums',
      'password_encryption',
      'timezone',
      'log_min_messages',
      'log_min_error_statement',
      'synchronous_commit',
      'work_mem',
      'checkpoint_timeout',
      'listen_addresses',
    ]
    const shown: [string, unknown][] = []
    for (const name of settings) shown.push([name, await ask(url, `show ${name}`)])
    expect(Object.fromEntries(shown)).toEqual({
      server_version_num: expect.stringMatching(/^18/),
      server_encoding: 'UTF8',
      data_checksums: 'on',
      password_encryption: 'scram-sha-256',
      timezone: 'UTC',
      log_min_messages: 'log',
      log_min_error_statement: 'panic',
      synchronous_commit: 'on',
      work_mem: '7MB',
      checkpoint_timeout: '9min',
      listen_addresses: '',
    })
    expect(await ask(url, `select lower('É') || ('a' < 'B')::text`)).toBe('éfalse')
  })

  test('a value that a statement chokes on does not reach the log', async () => {
    const card = '4242424242424242'
    await expect(ask(url, `select 'card ${card}'::int`)).rejects.toThrow(card)
    await expect(ask(url, `do $$ begin raise 'bad card ${card}'; end $$`)).rejects.toThrow(card)
    const logs = join(dataDir, 'postgres', 'log')
    const text = await Promise.all(
      (await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')),
    )
    expect(text.join()).toContain('ready to accept connections')
    expect(text.join()).not.toContain(card)
  })

  test('only who knows the password gets in, and it is for the owner alone', async () => {
    const { host, port, database } = new Client(url)
    const stranger = new Client({ host, port, user: 'switchyard', password: 'guess', database })
    await expect(stranger.connect()).rejects.toThrow('password authentication failed')
    await stranger.end()
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700)
  })

  test('a second server on the same directory is refused by name, and the first one unharmed', async () => {
    const refusal = await startEmbedded({ dataDir }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(DataDirInUse)
    expect(refusal).toMatchObject({ dataDir, pid: process.pid })
    await expect(removeEmbedded(dataDir)).rejects.toBeInstanceOf(DataDirInUse)
    expect(await ask(url, 'select 1')).toBe(1)
  })
})

test('what the first start stores the second start finds', async () => {
  const dataDir = join(await temporaryFolder(), 'new', 'data')
  const first = await startServer({ dataDir })
  expect(await findEmbedded(dataDir)).toBe(first.url)
  await ask(first.url, 'create table payment as select 42 as amount')
  await first.stop()
  expect(await first.exited).toEqual({ code: 0, signal: null })
  expect(await findEmbedded(dataDir)).toBeUndefined()
  const second = await startServer({ dataDir })
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'select amount from payment')).toBe(42)
  await Promise.all([second.stop(), second.stop()])
  await second.stop()
  await ended(second.pid)
})

test('a path too long for a socket is served on a port of the loopback address', async () => {
  const dataDir = join(await temporaryFolder(), 'd'.repeat(90))
  const { url } = await startServer({ dataDir })
  expect(new URL(url).hostname).toBe('127.0.0.1')
  expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1')
  expect(await findEmbedded(dataDir)).toBe(url)
})

test('a start that fails says what PostgreSQL said, and frees the directory', async () => {
  const dataDir = await temporaryFolder()
  await expect(startServer({ dataDir, settings: { work_mem: 'plenty' } })).rejects.toThrow(
    /did not start \(exit code 1\)[\s\S]*invalid value for parameter "work_mem": "plenty"/,
  )
  const missing = { shared_preload_libraries: 'no_such_library' }
  await expect(startServer({ dataDir, settings: missing })).rejects.toThrow('no_such_library')
  const { url } = await startServer({ dataDir })
  expect(await ask(url, 'select 1')).toBe(1)
})

test('what is in the way of the cluster is named, not overwritten', async () => {
  const dataDir = await temporaryFolder()
  await mkdir(join(dataDir, 'postgres', 'holiday-pictures'), { recursive: true })
  if (process.getuid?.() === 0) {
    await expect(startServer({ dataDir })).rejects.toThrow('belongs to root')
  } else {
    await expect(startServer({ dataDir })).rejects.toThrow('holds files, but no PostgreSQL cluster')
  }
})

test('removing the database leaves everything else in the directory', async () => {
  const dataDir = await temporaryFolder()
  await mkdir(join(dataDir, 'other'))
  const first = await startServer({ dataDir })
  await first.stop()
  await removeEmbedded(dataDir)
  expect(await readdir(dataDir)).toEqual(['other'])
})

test('a temporary server leaves nothing behind', async () => {
  const server = await startTemporary()
  const data = String(await ask(server.url, 'show data_directory'))
  await Promise.all([server.stop(), server.stop()])
  await ended(server.pid)
  await expect(stat(dirname(data))).rejects.toThrow('ENOENT')
})
