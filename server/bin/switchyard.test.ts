import { execFile, spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const manifest = { type: 'module', scripts: { start: 'node --max-semi-space-size=3 main start' } }

/** A checkout of nothing but the file under test, a main that tells what it was given, and an old Node. */
let checkout: string
let oldNode: string
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'switchyard-bin-'))
  oldNode = join(checkout, 'old-node.mjs')
  await mkdir(join(checkout, 'server/bin'), { recursive: true })
  await mkdir(join(checkout, 'server/src'))
  await writeFile(join(checkout, 'package.json'), JSON.stringify(manifest))
  await copyFile(join(import.meta.dirname, 'switchyard.js'), bin())
  await writeFile(
    oldNode,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })`,
  )
  await writeFile(
    join(checkout, 'server/src/main.ts'),
    `const args: string[] = process.argv.slice(2)
    if (args[0] === 'start') console.log(process.pid, process.execArgv.join(' '))
    if (args[0] === 'exit') process.exitCode = Number(args[1])
    if (args[0] === 'wait') {
      const timer = setInterval(() => {}, 1000)
      process.on('SIGTERM', () => {
        console.log('drained')
        clearInterval(timer)
      })
    }
    console.log(JSON.stringify({ args, node: process.versions.node }))
    if (args[0] === 'die') process.kill(process.pid, 'SIGKILL')`,
  )
})
afterAll(() => rm(checkout, { recursive: true }))

const bin = () => join(checkout, 'server/bin/switchyard.js')

function run(args: string[], { old = false } = {}) {
  const all = [...(old ? ['--import', oldNode] : []), bin(), ...args]
  return new Promise<{ code: unknown; out: string; said: string }>((resolve) => {
    execFile(process.execPath, all, { env: {} }, (error, out, said) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), out, said })
    })
  })
}

test('before an install it says in a sentence what to do', async () => {
  const { code, out, said } = await run(['--help'])
  expect([code, out]).toEqual([1, ''])
  expect(said).toMatch(/^Switchyard is not installed yet: run `npm ci` .*\n$/)
})

test('without the Node it brings along, an old one is told so', async () => {
  await install('commander')
  const { code, said } = await run(['--help'], { old: true })
  expect(code).toBe(1)
  expect(said).toMatch(
    /^Switchyard needs Node 24, this is 20\.1\.0, .* without --omit=optional\.\n$/,
  )
})

test('a Node that is new enough runs the sources itself', async () => {
  const { code, out } = await run(['psp', 'create', 'A B'])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({ args: ['psp', 'create', 'A B'], node: process.versions.node })
})

test('the server is started with the flags `npm start` has, and its process stays the same', async () => {
  const child = spawn(process.execPath, [bin(), 'start', 'api'])
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  await new Promise((resolve) => child.on('close', resolve))
  expect(out.split('\n', 1)).toEqual([`${child.pid} --max-semi-space-size=3`])
})

test.each([`node-${platform}`, `node-bin-${platform}`])(
  'an old one hands over to %s: arguments, exit code and end',
  async (name) => {
    await install(name)
    await mkdir(join(checkout, 'node_modules', name, 'bin'), { recursive: true })
    await symlink(process.execPath, join(checkout, 'node_modules', name, 'bin/node'))
    const { out } = await run(['psp', 'create', 'A B'], { old: true })
    expect(JSON.parse(out)).toEqual({ args: ['psp', 'create', 'A B'], node: process.versions.node })
    expect((await run(['exit', '3'], { old: true })).code).toBe(3)
    expect((await run(['die'], { old: true })).code).toBe('SIGKILL')
    await rm(join(checkout, 'node_modules', name), { recursive: true })
  },
)

test('a signal reaches the server, which drains before both end', async () => {
  const name = `node-${platform}`
  await install(name)
  await mkdir(join(checkout, 'node_modules', name, 'bin'), { recursive: true })
  await symlink(process.execPath, join(checkout, 'node_modules', name, 'bin/node'))
  const child = spawn(process.execPath, ['--import', oldNode, bin(), 'wait'])
  let out = ''
  const ended = new Promise((resolve) => child.on('exit', (...how) => resolve(how)))
  child.stdout.on('data', (chunk) => {
    if (out === '') child.kill('SIGTERM')
    out += chunk
  })
  expect(await ended).toEqual([0, null])
  expect(out).toContain('drained')
})

/** A package as npm would have put it there. */
async function install(name: string): Promise<void> {
  const folder = join(checkout, 'node_modules', name)
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name, version: '24.0.0', bin: { node: 'bin/node' } }),
  )
}
