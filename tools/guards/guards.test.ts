import { expect, test, vi } from 'vitest'
import { problems } from './fixture.ts'
import { guards } from './index.ts'

/** Real compilers on a busy machine. */
vi.setConfig({ testTimeout: 60_000 })

const every = Object.keys(guards)

test.for(every)('%s has nothing to say about a clean checkout', async (guard) => {
  expect(await problems(guard)).toEqual([])
})

test('types: a wrong type fails', async () => {
  const planted = { 'server/src/ledger/wrong.ts': `export const amount: bigint = 'a lot'\n` }
  expect(await problems('types', planted)).toEqual([
    "server/src/ledger/wrong.ts(1,14): error TS2322: Type 'string' is not assignable to type 'bigint'.",
  ])
})

test('types: a file that no settings name fails', async () => {
  expect(
    await problems('types', { 'elsewhere/unseen.ts': 'export const x: string = 1\n' }),
  ).toEqual(['not type-checked: elsewhere/unseen.ts; name its folder in tsconfig.json'])
})

test.for<[string, Record<string, string>, string[]]>([
  [
    'a file nobody imports',
    { 'server/src/ledger/lonely.ts': 'export const lonely = 1\n' },
    ['Unused files (1)', 'server/src/ledger/lonely.ts'],
  ],
  [
    'an export nobody uses',
    { 'server/src/kernel/index.ts': 'export const zero = 0n\nexport const one = 1n\n' },
    ['Unused exports (1)', 'one', 'server/src/kernel/index.ts'],
  ],
  [
    'a package nobody uses',
    {
      'server/src/ledger/store.ts':
        'export const book = (entries: number) => process.uptime() + entries\n',
    },
    ['Unused dependencies (1)', 'kysely'],
  ],
  [
    'a package nobody listed',
    { 'server/src/main.ts': `import 'undici'\nimport './ledger/index.ts'\n` },
    ['Unlisted dependencies (1)', 'undici'],
  ],
])('dead-code: %s fails', async ([, planted, named]) => {
  const [problem] = await problems('dead-code', planted)
  for (const name of named) expect(problem).toContain(name)
})

test('drift: a generated file that is not what its source makes fails', async () => {
  const planted = { 'tools/drift.ts': `throw new Error('schema.ts is out of date')\n` }
  expect((await problems('drift', planted)).join()).toContain('schema.ts is out of date')
})

test('source-size: 401 lines fail, 400 pass, a generated file may be longer', async () => {
  const long = (lines: number) => '-- a line\n'.repeat(lines)
  const planted = {
    'server/migrations/0001_long.sql': long(401),
    'server/migrations/0002_right.sql': long(400),
    'server/src/db/schema.ts': long(4000),
  }
  expect(await problems('source-size', planted)).toEqual([
    'server/migrations/0001_long.sql has 401 lines, at most 400: split it',
  ])
})
