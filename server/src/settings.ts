import { z } from 'zod'
import { parseMasterKeys } from './vault/index.ts'

/** One setting: an environment variable, as docs and `--help` tell of it and as it is read. */
interface Setting<Value> {
  readonly meaning: string
  /** What may be written, as a refusal and the docs say it. */
  readonly allowed: string
  /** In words, what holds when it is not set. */
  readonly fallback: string
  /** A secret's value is never quoted. */
  readonly secret?: true
  readonly value: z.ZodType<Value, string>
}

const setting = <Value>(setting: Setting<Value>) => setting

const whole = (from: number, to: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(from).max(to))
const onOff = z.stringbool({ truthy: ['on', 'true', '1'], falsy: ['off', 'false', '0'] })
const onOffAllowed = '`on` or `off`'
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const webUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))

/** Every setting there is, by the name of its environment variable. */
export const settings = {
  PORT: setting({
    meaning: 'The port the API listens on.',
    allowed: 'a port from 0 to 65535; 0 takes any free one',
    fallback: '4242',
    value: whole(0, 65_535),
  }),
  HOST: setting({
    meaning: 'The address the API listens on. The default can be reached from this machine only.',
    allowed: 'an address of this machine, such as `0.0.0.0`',
    fallback: '127.0.0.1',
    value: z.string().regex(/^[\w.:-]+$/),
  }),
  PUBLIC_URL: setting({
    meaning:
      'Where browsers and processors reach the API: the start of pages and return addresses.',
    allowed: 'an http:// or https:// address; in live mode https:// only',
    fallback: '`http://HOST:PORT`',
    value: webUrl,
  }),
  DATA_DIR: setting({
    meaning:
      'Where the embedded PostgreSQL, its key file, the demo’s keys and the simulators’ books lie.',
    allowed: 'a folder on a local disk; it is made when missing',
    fallback: '`.data` beside package.json',
    value: z.string(),
  }),
  DATABASE_URL: setting({
    meaning: 'A PostgreSQL to use instead of the embedded one.',
    allowed: 'a postgres:// address of PostgreSQL 15 or newer',
    fallback: 'the embedded PostgreSQL 18 in `DATA_DIR`',
    secret: true,
    value: z.url({ protocol: /^postgres(ql)?$/ }),
  }),
  DATABASE_CONNECTIONS: setting({
    meaning: 'How many connections serve reads; commit lanes have their own.',
    allowed: 'a whole number from 2 to 500',
    fallback: '10',
    value: whole(2, 500),
  }),
  COMMIT_LANES: setting({
    meaning:
      'How many batches of changes are written at the same time; a merchant keeps to one lane. One writes the largest batches and costs least; more use more of a PostgreSQL with many cores.',
    allowed: 'a whole number from 1 to 64',
    fallback: '1',
    value: whole(1, 64),
  }),
  LIVE_MODE: setting({
    meaning:
      'Whether live keys work and live payments reach real processors. The server then wants secrets of its own and refuses to start with any that was made for a demo.',
    allowed: onOffAllowed,
    fallback: 'off',
    value: onOff,
  }),
  MASTER_KEY: setting({
    meaning:
      'The key that wraps the keys that encrypt cards and credentials. Keep it apart from the database and its backups: without it nothing stored can be opened.',
    allowed:
      '32 random bytes in base64 (`openssl rand -base64 32`), `name:` before it if you like; several separated by commas, the one to use from now on first',
    fallback: 'see `MASTER_KEY_FILE`',
    secret: true,
    value: z.string().transform((text, context) => {
      try {
        return parseMasterKeys(text)
      } catch (error) {
        context.issues.push({ code: 'custom', input: '', message: (error as Error).message })
        return z.NEVER
      }
    }),
  }),
  MASTER_KEY_FILE: setting({
    meaning: 'A file that holds what `MASTER_KEY` would.',
    allowed: 'the path of a file the server can read',
    fallback: '`DATA_DIR/master.key`, which is made on the first start unless `LIVE_MODE` is on',
    value: z.string(),
  }),
  OPERATOR_KEY: setting({
    meaning:
      'An operator’s API key, good beside those made with `switchyard key create --operator`.',
    allowed: '`sk_op_` and at least 24 random letters and digits',
    fallback: 'none; the demo makes one',
    secret: true,
    value: z
      .string()
      .regex(/^sk_op_[0-9A-Za-z]{24,}$/)
      .refine((text) => new Set(text).size >= 16, 'it is not random'),
  }),
  DEMO: setting({
    meaning:
      'Whether to seed two PSPs with two merchants each, in test mode, and write their keys to `DATA_DIR/demo.json`.',
    allowed: `${onOffAllowed}; \`off\` when \`LIVE_MODE\` is on`,
    fallback: 'on, unless `DATABASE_URL` is set or `LIVE_MODE` is on',
    value: onOff,
  }),
  SIMULATORS_URL: setting({
    meaning:
      'Where the processors’ simulators run that test mode talks to. Several servers on one database share one.',
    allowed: 'an http:// or https:// address',
    fallback: 'they run inside this server',
    value: webUrl,
  }),
  ALLOW_PRIVATE_WEBHOOKS: setting({
    meaning: 'Whether webhooks may be sent to private, loopback and link-local addresses.',
    allowed: onOffAllowed,
    fallback: 'on for a demo that only this machine reaches, else off',
    value: onOff,
  }),
  DRAIN_SECONDS: setting({
    meaning: 'How long requests in progress may take to finish when the server is told to stop.',
    allowed: 'a whole number from 0 to 600',
    fallback: '15',
    value: whole(0, 600),
  }),
  LOG_LEVEL: setting({
    meaning: 'How much is logged. Card data and secrets are not, at any level.',
    allowed: logLevels.map((level) => `\`${level}\``).join(', '),
    fallback: '`info`',
    value: z.enum(logLevels),
  }),
}

export type SettingName = keyof typeof settings

/** The settings as `--help` lists them: a line each, with what holds when one is not set. */
export function settingsHelp(): string {
  const width = Math.max(...Object.keys(settings).map((name) => name.length))
  return Object.entries(settings)
    .map(([name, { meaning, fallback }]) => {
      const [summary] = meaning.split(/(?<=[.]) /)
      return `  ${name.padEnd(width)}  ${summary} (${fallback})`.replaceAll('`', '')
    })
    .join('\n')
}
