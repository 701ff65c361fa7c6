import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { type SettingName, settings } from './settings.ts'
import { type MasterKey, unfitForLive } from './vault/index.ts'

/** How this server is to run. Read once, trusted after. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly publicUrl: string | undefined
  /** Absolute. */
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly databaseConnections: number
  readonly commitLanes: number
  readonly liveMode: boolean
  /** Keys from the environment, else the file that has them; one that is missing may be made in test mode. */
  readonly masterKeys: readonly MasterKey[] | { readonly file: string; readonly mayBeMade: boolean }
  readonly operatorKey: string | undefined
  readonly demo: boolean
  readonly simulatorsUrl: string | undefined
  readonly allowPrivateWebhooks: boolean
  readonly drainSeconds: number
  readonly logLevel: z.infer<(typeof settings)['LOG_LEVEL']['value']>
}

/** Settings that cannot be run with: a line for each, naming it and saying what would be right. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly exitCode = 2

  constructor(lines: readonly string[]) {
    super(['These settings cannot be used:', ...lines.map((line) => `  ${line}`)].join('\n'))
  }
}

/** What paths in settings are relative to, and where data lies unless they say otherwise. */
interface Places {
  readonly workingDir: string
  /** The folder of package.json, wherever in it a command is typed: there is one database, not one a folder. */
  readonly home: string
}

const here: Places = { workingDir: process.cwd(), home: join(import.meta.dirname, '../..') }

type Read = { [Name in SettingName]?: z.infer<(typeof settings)[Name]['value']> | undefined }

/**
 * Reads the settings. An empty one counts as not set, as in a compose file. Names we do not know are left
 * alone, also those with our own name in front: Kubernetes sets such ones for a service called switchyard.
 *
 * @throws {SettingsError} with everything that is wrong, not just the first
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  { workingDir, home }: Places = here,
): Config {
  const { read, refusals } = readAll(environment)
  const liveMode = read.LIVE_MODE ?? false
  refusals.push(...contradictions(read, liveMode))
  if (refusals.length > 0) throw new SettingsError(refusals)
  const dataDir =
    read.DATA_DIR === undefined ? join(home, '.data') : resolve(workingDir, read.DATA_DIR)
  const demo = read.DEMO ?? (read.DATABASE_URL === undefined && !liveMode)
  const host = read.HOST ?? '127.0.0.1'
  return {
    port: read.PORT ?? 4242,
    host,
    publicUrl: read.PUBLIC_URL,
    dataDir,
    databaseUrl: read.DATABASE_URL,
    databaseConnections: read.DATABASE_CONNECTIONS ?? 10,
    commitLanes: read.COMMIT_LANES ?? 1,
    liveMode,
    masterKeys: read.MASTER_KEY ?? {
      file: resolve(workingDir, read.MASTER_KEY_FILE ?? `${dataDir}/master.key`),
      mayBeMade: read.MASTER_KEY_FILE === undefined,
    },
    operatorKey: read.OPERATOR_KEY,
    demo,
    simulatorsUrl: read.SIMULATORS_URL,
    allowPrivateWebhooks: read.ALLOW_PRIVATE_WEBHOOKS ?? (demo && isLoopback(host)),
    drainSeconds: read.DRAIN_SECONDS ?? 15,
    logLevel: read.LOG_LEVEL ?? 'info',
  }
}

function readAll(environment: Readonly<Record<string, string | undefined>>) {
  const read: Record<string, unknown> = {}
  const refusals: string[] = []
  for (const [name, { value, allowed, ...rest }] of Object.entries(settings)) {
    const text = environment[name]?.trim()
    if (text === undefined || text === '') continue
    const result = value.safeParse(text)
    if (result.success) {
      read[name] = result.data
      continue
    }
    // What is said beyond `allowed` tells which part is wrong, and never quotes it.
    const why = result.error.issues
      .find(({ code }) => code === 'custom')
      ?.message.replace(/[.]$/, '')
    const what = 'secret' in rest ? `${name} cannot be used` : `${name} is '${text}'`
    refusals.push(`${what}${why === undefined ? '' : ` (${why})`}: it must be ${plain(allowed)}.`)
  }
  return { read: read as Read, refusals }
}

/** What is wrong between settings that are each right. */
function contradictions(read: Read, liveMode: boolean): string[] {
  const wrong: string[] = []
  if (read.MASTER_KEY !== undefined && read.MASTER_KEY_FILE !== undefined) {
    wrong.push('MASTER_KEY and MASTER_KEY_FILE are both set: leave one out.')
  }
  if (!liveMode) return wrong
  if (read.DEMO === true) wrong.push('DEMO is on while LIVE_MODE is: turn one off.')
  if (read.MASTER_KEY === undefined && read.MASTER_KEY_FILE === undefined) {
    wrong.push(
      'LIVE_MODE is on, which needs MASTER_KEY or MASTER_KEY_FILE: live cards have no default key.',
    )
  }
  for (const why of unfitForLive(read.MASTER_KEY ?? [])) {
    wrong.push(`MASTER_KEY cannot be used while LIVE_MODE is on: ${why}`)
  }
  if (read.PUBLIC_URL !== undefined && !read.PUBLIC_URL.startsWith('https:')) {
    wrong.push('PUBLIC_URL must begin with https:// while LIVE_MODE is on.')
  }
  return wrong
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Markdown's quotes are for the docs. */
function plain(text: string): string {
  return text.replaceAll('`', '')
}
