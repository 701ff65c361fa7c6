import { once } from 'node:events'
import { chown, mkdir, readdir, readlink, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { locatePackage } from './binaries.ts'
import { canReach, isRoot, unprivilegedUser } from './os-user.ts'
import { removeEmbedded } from './remove.ts'
import { ask, startElsewhere, startServer, temporaryFolder } from './test-support.ts'

test.skipIf(!isRoot)('root runs PostgreSQL as an unprivileged user', async () => {
  const dataDir = await temporaryFolder()
  const { uid } = await unprivilegedUser()
  const server = await startServer({ dataDir })
  expect((await stat(join(dataDir, 'postgres'))).uid).toBe(uid)
  expect((await stat(`/proc/${server.pid}`)).uid).toBe(uid)
})

test.skipIf(!isRoot)(
  'a data directory only root can enter has its cluster elsewhere, behind a link, and stays shut',
  async () => {
    const folder = await temporaryFolder()
    const [locked, sharedDir] = [join(folder, 'locked'), join(folder, 'shared')]
    await mkdir(locked, { mode: 0o700 })
    const dataDir = join(locked, 'data')
    const first = await startServer({ dataDir, sharedDir })
    await ask(first.url, 'create table payment as select 42 as amount')
    await first.stop()
    const second = await startServer({ dataDir, sharedDir })
    expect(await ask(second.url, 'select amount from payment')).toBe(42)
    await second.stop()
    expect(dirname(dirname(await readlink(join(dataDir, 'postgres'))))).toBe(sharedDir)
    expect((await stat(locked)).mode & 0o777).toBe(0o700)
    expect(await readdir(sharedDir)).toHaveLength(1)
    await removeEmbedded(dataDir)
    expect([await readdir(sharedDir), await readdir(dataDir)]).toEqual([[], []])
  },
)

test.skipIf(!isRoot)('a link whose folder is gone is not taken for an empty database', async () => {
  const folder = await temporaryFolder()
  const [dataDir, sharedDir] = [join(folder, 'locked'), join(folder, 'shared')]
  await mkdir(dataDir, { mode: 0o700 })
  await (await startServer({ dataDir, sharedDir })).stop()
  await rm(sharedDir, { recursive: true })
  await expect(startServer({ dataDir, sharedDir })).rejects.toThrow(
    'is gone: bring it back, or remove the link to begin with an empty database',
  )
})

test.skipIf(!isRoot)('two that make the link at the same moment share one cluster', async () => {
  const folder = await temporaryFolder()
  const [dataDir, sharedDir] = [join(folder, 'locked'), join(folder, 'shared')]
  await mkdir(dataDir, { mode: 0o700 })
  const starts = await Promise.allSettled([
    startServer({ dataDir, sharedDir }),
    startServer({ dataDir, sharedDir }),
  ])
  expect(starts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await readdir(sharedDir)).toHaveLength(1)
})

const nobodyCanRead =
  isRoot &&
  (await canReach(import.meta.dirname, { name: 'x', uid: 65_534, gid: 65_534 })) &&
  (await canReach((await locatePackage()).folder, { name: 'x', uid: 65_534, gid: 65_534 })) &&
  (await canReach(dirname(process.execPath), { name: 'x', uid: 65_534, gid: 65_534 }))

test.skipIf(!nobodyCanRead)(
  'an ordinary user runs it as that user, and root goes on with the same cluster as its owner',
  async () => {
    const dataDir = await temporaryFolder()
    const user = { uid: 65_534, gid: 65_534 }
    await chown(dataDir, user.uid, user.gid)
    const ordinary = await startElsewhere(dataDir, user)
    await ask(ordinary.url, 'create table payment as select 42 as amount')
    expect((await stat(`/proc/${ordinary.pid}`)).uid).toBe(user.uid)
    ordinary.owner.kill('SIGKILL')
    await once(ordinary.owner, 'exit')
    const server = await startServer({ dataDir })
    expect((await stat(`/proc/${server.pid}`)).uid).toBe(user.uid)
    expect(await ask(server.url, 'select amount from payment')).toBe(42)
  },
)

test.skipIf(!nobodyCanRead)(
  'a cluster of another user is refused with both users named',
  async () => {
    const dataDir = await temporaryFolder()
    const { uid } = await unprivilegedUser()
    await (await startServer({ dataDir })).stop()
    await expect(startElsewhere(dataDir, { uid: 65_534, gid: 65_534 })).rejects.toThrow(
      `belongs to user id ${uid} and this process runs as 65534: start as that user or as root`,
    )
  },
)
