import { type Logger, pino } from 'pino'
import { buildCli, type CliParts, CommandRefused, type Part, runCli } from './cli/index.ts'
import { readConfig } from './config.ts'
import { connectSimulators } from './connect-simulators.ts'
import { DataDirInUse } from './db/embedded/index.ts'
import { migrate, openCommitter, openDatabase, whenReachable } from './db/index.ts'
import { type Demo, greeting, seedDemo, seedHistory } from './demo/index.ts'
import { AddressTaken } from './front.ts'
import { systemClock } from './kernel/index.ts'
import { loadMasterKeys } from './master-keys.ts'
import { withDatabaseUrl, withOffice } from './open-office.ts'
import { settingsHelp } from './settings.ts'
import { type Running, startServer } from './start.ts'
import { localMasterKeys, rotate } from './vault/index.ts'
import { renderFindings, verify } from './verify/index.ts'
import { anchorsFile } from './wiring.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)
const printError = (line: string) => process.stderr.write(`${line}\n`)

const parts: CliParts = {
  print,
  settingsHelp: settingsHelp(),
  start: run,
  migrate: () => withDatabaseUrl(readConfig(process.env), (url) => migrate(url)),
  verify: audit,
  rotateVault: rotateKeys,
  withOffice: (work) => withOffice(readConfig(process.env), work),
}

async function audit(say: (line: string) => void): Promise<boolean> {
  const config = readConfig(process.env)
  const findings = await withDatabaseUrl(config, (url) =>
    verify(url, { anchorsFile: anchorsFile(config) }),
  )
  say(renderFindings(findings))
  return findings.length === 0
}

/** Runs part of the server until SIGINT or SIGTERM, then lets it finish what it has. */
async function run(part: Part): Promise<void> {
  const config = readConfig(process.env)
  const log = pino({ level: config.logLevel })
  const stopped = signalled()
  const running = await startServer(config, part, log).catch(refuseInWords)
  try {
    await connect(running)
    if (config.demo && running.url !== undefined)
      await quietly(log, () => showDemo(running, config.dataDir))
    else
      print(running.url === undefined ? 'The worker runs.' : `Switchyard runs at ${running.url}.`)
    log.info({ signal: await stopped }, 'stopping')
  } finally {
    await running.stop()
  }
}

/** What a person can mend is said in a sentence; anything else keeps its stack. */
function refuseInWords(error: unknown): never {
  throw error instanceof DataDirInUse || error instanceof AddressTaken
    ? new CommandRefused(error.message)
    : error
}

async function connect({ system, controls }: Running): Promise<void> {
  if (controls !== undefined) await whenReachable(() => connectSimulators(system, controls))
}

async function showDemo(running: Running, dataDir: string): Promise<void> {
  const { url = '', system } = running
  const office = {
    clock: systemClock,
    queries: system.database.system,
    conclude: system.commit,
  }
  const { sealSecret } = system.parts.vault
  const demo: Demo = await whenReachable(() => seedDemo({ office, sealSecret, dataDir, url }))
  await connect(running)
  await seedHistory(demo)
  print(greeting(demo, `${dataDir}/demo.json`))
}

/** What the first start does by itself nobody asked for: its requests are not logged, its failures are. */
async function quietly(log: Logger, work: () => Promise<void>): Promise<void> {
  const { level } = log
  if (log.isLevelEnabled('info')) log.level = 'warn'
  try {
    await work()
  } finally {
    log.level = level
  }
}

/** A second signal while it drains ends it at once. */
function signalled(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => resolve(signal))
    }
  })
}

async function rotateKeys(say: (line: string) => void): Promise<void> {
  const config = readConfig(process.env)
  const masterKeys = localMasterKeys(await loadMasterKeys(config))
  await withDatabaseUrl(config, async (url) => {
    const database = openDatabase(url, { size: 2 })
    const committer = openCommitter(database, { lanes: 1 })
    try {
      const done = await rotate(
        { database, committer, masterKeys, clock: systemClock },
        {
          minAgeMs: 0,
          onProgress: ({ step, renewed, rewrapped, resealed, destroyed }) =>
            say(
              `${step.padEnd(8)} ${renewed} renewed, ${rewrapped} rewrapped, ${resealed} resealed, ${destroyed} destroyed`,
            ),
        },
      )
      if (done.unreadable.length > 0) {
        throw new Error(`These do not open, and keep their keys: ${done.unreadable.join(', ')}.`)
      }
    } finally {
      await committer.close()
      await database.close()
    }
  })
}

process.exitCode = await runCli(buildCli(parts), process.argv.slice(2), printError)
