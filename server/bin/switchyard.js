#!/usr/bin/env node
// Plain JavaScript for whatever Node a machine has (20 or newer): it hands over to the Node this package
// brings along, which runs the TypeScript sources as they are.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const oldest = 24
const here = dirname(fileURLToPath(import.meta.url))
const main = join(here, '../src/main.ts')
const require = createRequire(import.meta.url)

if (!isInstalled('commander')) {
  fail('Switchyard is not installed yet: run `npm ci` in the folder of its package.json first.')
} else if (Number(process.versions.node.split('.')[0]) >= oldest) {
  if (process.argv[2] === 'start') startAgainWithFlags()
  process.argv[1] = main
  await import(pathToFileURL(main).href)
} else {
  const node = pinnedNode()
  if (node === undefined) {
    fail(
      `Switchyard needs Node ${oldest}, this is ${process.versions.node}, and the one it brings along is not installed: run \`npm ci\` without --omit=optional.`,
    )
  } else handOver(node)
}

/** The server's memory is kept small by flags that Node can only be started with: those of `npm start`. */
function startFlags() {
  const { scripts } = JSON.parse(readFileSync(join(here, '../../package.json'), 'utf8'))
  return scripts.start.split(' ').filter((/** @type {string} */ word) => word.startsWith('--'))
}

/** Becomes Node with these flags, in the same process; where a process cannot do that, it goes on without. */
function startAgainWithFlags() {
  const { execve, execPath, execArgv, argv } = process
  const flags = startFlags().filter((/** @type {string} */ flag) => !execArgv.includes(flag))
  if (execve === undefined || flags.length === 0) return
  execve(execPath, [execPath, ...execArgv, ...flags, main, ...argv.slice(2)], process.env)
}

/** @param {string} name */
function isInstalled(name) {
  return manifestOf(name) !== undefined
}

/** The Node of this package's optional dependencies that fits this machine. */
function pinnedNode() {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  for (const name of [`node-${platform}`, `node-bin-${platform}`]) {
    const manifest = manifestOf(name)
    if (manifest === undefined) continue
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
    const node = join(dirname(manifest), typeof bin === 'string' ? bin : bin.node)
    if (existsSync(node)) return node
  }
  return undefined
}

/** @param {string} name */
function manifestOf(name) {
  return require.resolve
    .paths(name)
    ?.map((folder) => join(folder, name, 'package.json'))
    .find((path) => existsSync(path))
}

/**
 * Signals go to the server, which drains; we end when it has, and as it has.
 * @param {string} node
 */
function handOver(node) {
  const child = spawn(node, [...startFlags(), main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // A terminal tells both of us; told twice, the server would take it for impatience.
    const isTold = signal !== 'SIGTERM' && process.stdin.isTTY
    process.on(signal, () => isTold || child.kill(signal))
  }
  child.on('error', (error) => fail(`${node} cannot be run: ${error.message}`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 1
    else {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    }
  })
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}
