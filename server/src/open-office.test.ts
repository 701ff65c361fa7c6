import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { databaseUrl } from '../test/global-setup.ts'
import { removeEmbedded, startEmbedded } from './db/embedded/index.ts'
import { withOffice } from './open-office.ts'
import { createPsp, listPsps } from './tenants/index.ts'

const found = (name: string) => (office: Parameters<Parameters<typeof withOffice>[1]>[0]) =>
  createPsp(office, { name, country: 'SE' })
const names = async (where: Parameters<typeof withOffice>[0]) =>
  withOffice(where, async ({ queries }) =>
    (await listPsps(queries, 10)).map(({ name }) => name).sort(),
  )

test('commands work on the embedded database, alone, all at once, or beside a server', async () => {
  const dataDir = join(await mkdtemp(join(tmpdir(), 'switchyard-office-')), 'data')
  const where = { dataDir, databaseUrl: undefined }
  onTestFinished(async () => {
    await removeEmbedded(dataDir)
    await rm(join(dataDir, '..'), { recursive: true })
  })
  // The first of these makes the database; the others share it or take the next turn.
  const all = ['a', 'b', 'c', 'd', 'e']
  await Promise.all(all.map((name) => withOffice(where, found(name))))
  expect(await names(where)).toEqual(all)
  const server = await startEmbedded({ dataDir })
  try {
    await withOffice(where, found('f'))
    expect(await names(where)).toEqual([...all, 'f'])
  } finally {
    await server.stop()
  }
  expect(await names(where)).toEqual([...all, 'f'])
}, 60_000)

test('DATABASE_URL is used as it is, and one that was never migrated is said to be so', async () => {
  const { url } = await testDatabase()
  await withOffice({ databaseUrl: url, dataDir: '/nowhere' }, found('here'))
  expect(await names({ databaseUrl: url, dataDir: '/nowhere' })).toEqual(['here'])
  const empty = { databaseUrl: databaseUrl(inject('postgres'), 'postgres'), dataDir: '/nowhere' }
  await expect(withOffice(empty, found('there'))).rejects.toThrow('run `npx switchyard migrate`')
})

test('so is one whose server has never heard of us', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-office-'))
  const server = await startEmbedded({ dataDir })
  onTestFinished(async () => {
    await server.stop()
    await removeEmbedded(dataDir)
    await rm(dataDir, { recursive: true })
  })
  const where = { databaseUrl: server.url, dataDir: '/nowhere' }
  await expect(withOffice(where, found('there'))).rejects.toThrow('run `npx switchyard migrate`')
}, 60_000)
