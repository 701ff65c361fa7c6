import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig, SettingsError } from './config.ts'
import { loadMasterKeys } from './master-keys.ts'
import { settings, settingsHelp } from './settings.ts'

const places = { workingDir: '/srv/here', home: '/srv' }
const masterKey = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA='
const goodKey = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256)).toString(
  'base64',
)
const operatorKey = 'sk_op_0123456789abcdefghijABCD'
const said = (environment: Record<string, string>) => {
  try {
    readConfig(environment, places)
    return 'no refusal'
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError)
    return (error as Error).message
  }
}

test('with nothing set it is a demo on this machine only', () => {
  const { masterKeys, ...rest } = readConfig({ UNRELATED: 'x', PORT: '' }, places)
  expect(masterKeys).toEqual({ file: '/srv/.data/master.key', mayBeMade: true })
  expect(rest).toMatchInlineSnapshot(`
    {
      "allowPrivateWebhooks": true,
      "commitLanes": 1,
      "dataDir": "/srv/.data",
      "databaseConnections": 10,
      "databaseUrl": undefined,
      "demo": true,
      "drainSeconds": 15,
      "host": "127.0.0.1",
      "liveMode": false,
      "logLevel": "info",
      "operatorKey": undefined,
      "port": 4242,
      "publicUrl": undefined,
      "simulatorsUrl": undefined,
    }
  `)
})

test('every setting can be set', () => {
  const config = readConfig(
    {
      PORT: '0',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://pay.example.com/',
      DATA_DIR: 'data',
      DATABASE_URL: 'postgres://app:s3cret@%2Frun%2Fpg:5433/switchyard',
      DATABASE_CONNECTIONS: '40',
      COMMIT_LANES: '8',
      LIVE_MODE: 'on',
      MASTER_KEY: `2027:${goodKey}`,
      OPERATOR_KEY: operatorKey,
      DEMO: 'off',
      SIMULATORS_URL: 'http://127.0.0.1:4300',
      ALLOW_PRIVATE_WEBHOOKS: 'true',
      DRAIN_SECONDS: '0',
      LOG_LEVEL: 'debug',
    },
    places,
  )
  expect({
    ...config,
    masterKeys: (config.masterKeys as readonly { id: string }[]).map(({ id }) => id),
  }).toMatchInlineSnapshot(`
    {
      "allowPrivateWebhooks": true,
      "commitLanes": 8,
      "dataDir": "/srv/here/data",
      "databaseConnections": 40,
      "databaseUrl": "postgres://app:s3cret@%2Frun%2Fpg:5433/switchyard",
      "demo": false,
      "drainSeconds": 0,
      "host": "0.0.0.0",
      "liveMode": true,
      "logLevel": "debug",
      "masterKeys": [
        "2027",
      ],
      "operatorKey": "sk_op_0123456789abcdefghijABCD",
      "port": 0,
      "publicUrl": "https://pay.example.com",
      "simulatorsUrl": "http://127.0.0.1:4300",
    }
  `)
})

test('all wrong settings are named at once, with what would be right, and no secret is quoted', () => {
  const secrets = { MASTER_KEY: 'hunter2', OPERATOR_KEY: 'sk_op_hunter2', DATABASE_URL: 'hunter2' }
  const message = said({
    ...secrets,
    PORT: '65536',
    HOST: 'http://localhost',
    PUBLIC_URL: 'pay.example.com',
    DATABASE_CONNECTIONS: '1',
    COMMIT_LANES: 'two',
    LIVE_MODE: 'yes please',
    DRAIN_SECONDS: '-1',
    LOG_LEVEL: 'loud',
    SIMULATORS_URL: 'ftp://x',
  })
  expect(message).not.toContain('hunter2')
  expect(message).toMatchInlineSnapshot(`
    "These settings cannot be used:
      PORT is '65536': it must be a port from 0 to 65535; 0 takes any free one.
      HOST is 'http://localhost': it must be an address of this machine, such as 0.0.0.0.
      PUBLIC_URL is 'pay.example.com': it must be an http:// or https:// address; in live mode https:// only.
      DATABASE_URL cannot be used: it must be a postgres:// address of PostgreSQL 15 or newer.
      DATABASE_CONNECTIONS is '1': it must be a whole number from 2 to 500.
      COMMIT_LANES is 'two': it must be a whole number from 1 to 64.
      LIVE_MODE is 'yes please': it must be on or off.
      MASTER_KEY cannot be used (Master key 1 is not 32 bytes in base64): it must be 32 random bytes in base64 (openssl rand -base64 32), name: before it if you like; several separated by commas, the one to use from now on first.
      OPERATOR_KEY cannot be used (it is not random): it must be sk_op_ and at least 24 random letters and digits.
      SIMULATORS_URL is 'ftp://x': it must be an http:// or https:// address.
      DRAIN_SECONDS is '-1': it must be a whole number from 0 to 600.
      LOG_LEVEL is 'loud': it must be trace, debug, info, warn, error, fatal, silent."
  `)
})

describe('live mode', () => {
  test('starts with no default secret', () => {
    expect(said({ LIVE_MODE: 'on' })).toContain('needs MASTER_KEY or MASTER_KEY_FILE')
    expect(said({ LIVE_MODE: 'on', MASTER_KEY: `demo-1:${goodKey}` })).toContain('made for a demo')
    const zeros = Buffer.alloc(32).toString('base64')
    expect(said({ LIVE_MODE: 'on', MASTER_KEY: zeros })).toContain('not random')
    expect(said({ LIVE_MODE: 'on', MASTER_KEY: masterKey })).toContain('not random')
    expect(said({ LIVE_MODE: 'on', MASTER_KEY: goodKey })).toBe('no refusal')
  })

  test('seeds no demo and is reached over TLS', () => {
    expect(readConfig({ LIVE_MODE: 'on', MASTER_KEY: goodKey }).demo).toBe(false)
    expect(
      said({ LIVE_MODE: 'on', MASTER_KEY: goodKey, DEMO: 'on', PUBLIC_URL: 'http://a.example' }),
    ).toMatchInlineSnapshot(`
      "These settings cannot be used:
        DEMO is on while LIVE_MODE is: turn one off.
        PUBLIC_URL must begin with https:// while LIVE_MODE is on."
    `)
  })
})

test('only a demo that nobody else reaches may send webhooks to private addresses', () => {
  const allowed = (environment: Record<string, string>) =>
    readConfig(environment).allowPrivateWebhooks
  expect(allowed({})).toBe(true)
  expect(allowed({ HOST: '0.0.0.0' })).toBe(false)
  expect(allowed({ DEMO: 'off' })).toBe(false)
  expect(allowed({ HOST: '0.0.0.0', ALLOW_PRIVATE_WEBHOOKS: 'on' })).toBe(true)
})

test('of a key and a key file, one is given', () => {
  expect(said({ MASTER_KEY: goodKey, MASTER_KEY_FILE: 'key' })).toContain('leave one out')
})

test('an operator’s key is random', () => {
  expect(said({ OPERATOR_KEY: `sk_op_${'a'.repeat(32)}` })).toContain('it is not random')
})

describe('the master key’s file', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'switchyard-config-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  test('is made once, for its owner’s eyes only, however many start at once', async () => {
    const config = readConfig({ DATA_DIR: join(dir, 'fresh') })
    const loads = await Promise.all(Array.from({ length: 8 }, () => loadMasterKeys(config)))
    expect(new Set(loads.map(([key]) => key?.id)).size).toBe(1)
    const file = join(dir, 'fresh', 'master.key')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const live = readConfig({ LIVE_MODE: 'on', MASTER_KEY_FILE: file })
    await expect(loadMasterKeys(live)).rejects.toThrow('made for a demo')
  })

  test('is never made where it was named: a typing error must not start with a new key', async () => {
    const file = join(dir, 'missing')
    await expect(loadMasterKeys(readConfig({ MASTER_KEY_FILE: file }))).rejects.toThrow(
      'MASTER_KEY_FILE cannot be read: ENOENT',
    )
  })

  test('is refused when it holds something else, without quoting it', async () => {
    const file = join(dir, 'wrong')
    await writeFile(file, 'hunter2')
    const refusal = loadMasterKeys(readConfig({ MASTER_KEY_FILE: file }))
    await expect(refusal).rejects.toThrow(`${file} cannot be used: Master key 1 is not 32 bytes`)
    await expect(refusal).rejects.not.toThrow('hunter2')
  })
})

test('help has a line for every setting', () => {
  const lines = settingsHelp().split('\n')
  expect(lines.map((line) => line.trim().split(' ')[0])).toEqual(Object.keys(settings))
  expect(lines[0]).toBe('  PORT                    The port the API listens on. (4242)')
})

test('docs/settings.md tells of every setting; `vitest -u` writes it', async () => {
  const rows = Object.entries(settings).map(
    ([name, { meaning, allowed, fallback }]) =>
      `| \`${name}\` | ${meaning} | ${allowed} | ${fallback} |`,
  )
  const page = [
    '# Settings',
    '',
    'Environment variables, read once when the server or a command starts. Wrong values are refused by',
    'name, all at once, with exit code 2. An empty one counts as not set.',
    '',
    '| setting | what it is for | allowed | when not set |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
  await expect(page).toMatchFileSnapshot('../../docs/settings.md')
})
