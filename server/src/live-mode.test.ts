import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { readConfig } from './config.ts'
import { seedDemo } from './demo/index.ts'
import { withOffice } from './open-office.ts'
import { startServer } from './start.ts'
import { authenticate, openDirectory, revokeKey } from './tenants/index.ts'

test('a demo’s database goes live only when the key that lies in its file has ended', async () => {
  const { url, database } = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-live-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  const config = readConfig({
    ...{ LIVE_MODE: 'on', DATABASE_URL: url, DATA_DIR: dataDir, PORT: '0' },
    MASTER_KEY: randomBytes(32).toString('base64'),
  })
  const start = () => startServer(config, 'all', pino({ level: 'silent' }))
  const sealSecret = async () => 'sealed'
  const demo = await withOffice(config, (office) =>
    seedDemo({ office, sealSecret, dataDir, url: 'http://127.0.0.1' }),
  )
  const now = new Date()
  const { keyId } = await authenticate(openDirectory(database.system), {
    keyText: demo.operator_key,
    now,
  })
  await expect(start()).rejects.toMatchObject({
    name: 'SettingsError',
    message: expect.stringContaining(`npx switchyard key revoke ${keyId}`),
  })
  await withOffice(config, (office) => revokeKey(office, keyId))
  const server = await start()
  await server.stop()
})
