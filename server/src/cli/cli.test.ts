import { beforeAll, describe, expect, test } from 'vitest'
import { openTestOffice, type TestOffice } from '../../test/office.ts'
import { createMerchant, createPsp } from '../tenants/index.ts'
import { buildCli, type CliParts, runCli } from './index.ts'

let at: TestOffice
beforeAll(async () => {
  at = await openTestOffice()
})

/** Runs one command as a person would type it, and returns what they would see. */
async function run(line: string, parts: Partial<CliParts> = {}) {
  const out: string[] = []
  const program = buildCli({
    print: (text) => out.push(text),
    settingsHelp: '  PORT  The port the API listens on. (4242)',
    start: () => Promise.reject(new Error('nobody starts a server here')),
    migrate: async () => [],
    verify: async () => true,
    rotateVault: async () => undefined,
    withOffice: (work) => work(at.office),
    ...parts,
  })
  const write = (text: string) => out.push(text.trimEnd())
  for (const command of [program, ...everyCommand(program)]) {
    command.configureOutput({ writeOut: write, writeErr: write, getOutHelpWidth: () => 80 })
  }
  const args = line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? []
  const code = await runCli(program, args, write)
  return { code, text: out.join('\n') }
}

const everyCommand = (command: ReturnType<typeof buildCli>): (typeof command)[] =>
  command.commands.flatMap((child) => [child, ...everyCommand(child)])

const named = (text: string, name: string) =>
  text
    .split('\n')
    .find((row) => row.startsWith(`${name} `))
    ?.slice(name.length)
    .trim() ?? `no ${name} in: ${text}`

describe('help', () => {
  const program = buildCli({ settingsHelp: '' } as unknown as CliParts)
  const commands = everyCommand(program).map((command) => {
    const names: string[] = []
    for (let at: typeof command | null = command; at?.parent; at = at.parent)
      names.unshift(at.name())
    return { path: names.join(' '), isLeaf: command.commands.length === 0 }
  })

  test('names every command', async () => {
    expect(commands.filter(({ isLeaf }) => isLeaf).map(({ path }) => path)).toEqual([
      ...['start', 'migrate', 'verify', 'vault rotate', 'psp create', 'psp list'],
      ...['merchant create', 'merchant list', 'key create', 'key list', 'key revoke', 'key roll'],
    ])
    const { code, text } = await run('--help')
    expect(code).toBe(0)
    expect(text).toMatchInlineSnapshot(`
      "Usage: switchyard <command> [options]

      One operating backend for many payment service providers.

      Options:
        -h, --help    display help for command

      Commands:
        start [part]  run the server until it is told to stop
        migrate       bring the database to this version; safe to repeat
        verify        audit every invariant of payments and ledger; names the row that
                      breaks one
        vault         where cards and credentials are kept encrypted
        psp           PSPs: the brands that share this installation
        merchant      merchants: those who take payments
        key           API keys of operators, PSPs and merchants

      Examples:
        $ npx switchyard start
        $ npx switchyard psp create "Nordbetalning" --country SE
        $ npx switchyard verify

      Every command has its own --help. Settings: docs/settings.md."
    `)
  })

  test.each(commands)(
    'is there for $path, with an example one could type',
    async ({ path, isLeaf }) => {
      const { code, text } = await run(`${path} --help`)
      expect(code).toBe(0)
      expect(text).toContain(`Usage: switchyard ${path}`)
      if (isLeaf) expect(text).toContain(`npx switchyard ${path}`)
    },
  )

  test('of start tells of the settings', async () => {
    const { text } = await run('start --help')
    expect(text).toContain('  PORT  The port the API listens on. (4242)')
  })
})

describe('wrong usage ends with exit code 2 and says what would be right', () => {
  test.each([
    ['nonsense', "unknown command 'nonsense'"],
    ['', 'Usage: switchyard'],
    ['psp', 'Usage: switchyard psp'],
    ['start everything', 'Allowed choices are all, api, worker.'],
    ['psp create --country SE', "missing required argument 'name'"],
    ['psp create A', "required option '--country <code>' not specified"],
    ['key create --operator --psp psp_1', "cannot be used with option '--psp <id>'"],
    ['key create --psp psp_1 --expires-in soon', 'Write it as 45s, 30m, 12h or 90d.'],
    ['key create --psp psp_1 --permission charges', 'Write it as charges=read.'],
    ['key roll key_1 --overlap x', 'Write it as 45s, 30m, 12h or 90d.'],
  ])('%s', async (line, said) => {
    const { code, text } = await run(line)
    expect(text).toContain(said)
    expect(code).toBe(2)
  })
})

describe('a refusal ends with exit code 1, in a sentence', () => {
  test.each([
    ['psp create A --country XX', "country: 'XX' is not a country a PSP can be in."],
    ['merchant create A --psp psp_none', "There is no PSP 'psp_none'. To see which there are:"],
    ['key create', 'Say whose key: --operator, --psp <id> or --merchant <id>.'],
    ['key create --merchant acct_none', "There is no merchant 'acct_none'."],
    ['key revoke key_none', "No such API key: 'key_none'"],
  ])('%s', async (line, said) => {
    const { code, text } = await run(line)
    expect(text).toContain(said)
    expect(text).not.toContain('    at ')
    expect(code).toBe(1)
  })

  test('what should never happen is told with all there is', async () => {
    const { code, text } = await run('start')
    expect(text).toContain('nobody starts a server here\n    at ')
    expect(code).toBe(1)
  })
})

test('a PSP, its merchant and their keys are made, and the keys work', async () => {
  const psp = await run('psp create "Nordbetalning AB" --country SE --countries SE,NO --live')
  expect(psp.code).toBe(0)
  const pspId = named(psp.text, 'PSP')
  expect(await at.ask(named(psp.text, 'test key'))).toMatchObject({ as: 'psp', livemode: false })
  expect(await at.ask(named(psp.text, 'live key'))).toMatchObject({ as: 'psp', livemode: true })
  expect((await run('psp list')).text).toContain(`${pspId}  SE  Nordbetalning AB`)

  const made = await run(`merchant create "Kaffebaren" --psp ${pspId} --country NO --live`)
  const merchantId = named(made.text, 'merchant')
  const caller = await at.ask(named(made.text, 'secret live key'))
  expect(caller).toMatchObject({
    as: 'merchant',
    livemode: true,
    merchant: { id: merchantId, country: 'NO', default_currency: 'nok' },
  })
  expect((await at.ask(named(made.text, 'publishable test key'))).kind).toBe('publishable')
  expect((await run(`merchant list --psp ${pspId}`)).text).toBe(
    `${merchantId}  live  NO  active  Kaffebaren`,
  )
  const abroad = await run(`merchant create "Cafe" --psp ${pspId} --country US`)
  expect(abroad.text).toContain('There are: SE, NO.')
})

test('a restricted key is made, rolled, revoked and listed', async () => {
  const psp = await createPsp(at.office, { name: 'Lista', country: 'SE' })
  const { id } = await createMerchant(at.office, psp, { livemode: false })
  const made = await run(
    `key create --merchant ${id} --kind restricted --permission charges=read --permission refunds=write --name reports --expires-in 90d`,
  )
  expect(await at.ask(named(made.text, 'key'))).toMatchObject({
    kind: 'restricted',
    permissions: { charges: 'read', refunds: 'write' },
  })
  const rolled = await run(`key roll ${named(made.text, 'id')} --overlap 1h`)
  expect(await at.ask(named(rolled.text, 'key'))).toMatchObject({ kind: 'restricted' })
  await run(`key revoke ${named(rolled.text, 'id')}`)
  const list = (await run(`key list --merchant ${id}`)).text
  expect(list.replaceAll(/(?<=key_)\w+|(?<=…)\w{4}/g, '*')).toMatchInlineSnapshot(`
    "key_*  restricted test   …*  revoked   reports
    key_*  restricted test   …*  until 2026-03-01T13:00:00.000Z  reports"
  `)
})

test('an operator’s key is made and listed', async () => {
  const made = await run('key create --operator --name "on call"')
  expect((await at.ask(named(made.text, 'key'))).as).toBe('operator')
  expect((await run('key list --operator')).text).toContain('on call')
})

test('migrate says what ran; verify ends with 1 when something is broken; start gets its part', async () => {
  const ran = await run('migrate', { migrate: async () => ['0001_roles.sql'] })
  expect(ran).toEqual({ code: 0, text: 'ran 0001_roles.sql\nThe database is up to date now.' })
  expect((await run('migrate')).text).toBe('The database is up to date.')
  const broken = await run('verify', {
    verify: async (print) => {
      print('je_1: postings do not sum to zero')
      return false
    },
  })
  expect(broken).toEqual({
    code: 1,
    text: 'je_1: postings do not sum to zero\nAt least one invariant is broken.',
  })
  const started: string[] = []
  await run('start worker', { start: async (part) => void started.push(part) })
  await run('start', { start: async (part) => void started.push(part) })
  expect(started).toEqual(['worker', 'all'])
})
