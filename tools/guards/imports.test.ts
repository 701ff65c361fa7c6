import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { problems } from './fixture.ts'

/** Real compilers on a busy machine. */
vi.setConfig({ testTimeout: 60_000 })

/** One file a rule, each of which breaks that rule and no other. */
const planted = {
  'server/src/kernel/upward.ts': `import { book } from '../ledger/index.ts'\nexport { book }\n`,
  'server/src/pricing/index.ts': `export { zero } from '../kernel/index.ts'\n`,
  'server/src/buys-pricing.ts': `export { zero } from './pricing/index.ts'\n`,
  'server/src/payments/back-door.ts': `export { book } from '../ledger/store.ts'\n`,
  'bench/back-door.ts': `export { book } from '../server/src/ledger/store.ts'\n`,
  'server/src/processors/adapters/acme/sees-all.ts': `export { processors } from '../../index.ts'\n`,
  'server/src/processors/adapters/acme/dials.ts': `export { connect } from 'node:net'\n`,
  'server/src/processors/adapters/acme/dials-too.ts': `export { request } from 'undici'\n`,
  'server/src/processors/adapters/zeta/copies.ts': `export { acme } from '../acme/index.ts'\n`,
  'server/src/processors/simulators/acme/agrees.ts': `export { acme } from '../../adapters/acme/index.ts'\n`,
  'server/src/processors/simulators/zeta/copies.ts': `export { simulateAcme } from '../acme/index.ts'\n`,
  'server/src/ledger/verb.ts': `export { sql } from 'kysely'\n`,
  'server/src/ledger/connects.ts': `export type { Pool } from 'pg'\n`,
  'server/src/ledger/needs-a-test.ts': `export { expect } from 'vitest'\n`,
  'web/console/page.ts': `export { zero } from '../../server/src/kernel/index.ts'\n`,
  'server/src/ledger/hen.ts': `import { egg } from './egg.ts'\nexport const hen = () => egg\n`,
  'server/src/ledger/egg.ts': `import { hen } from './hen.ts'\nexport const egg = () => hen\n`,
}

/** What tests and their kin may do that code may not. */
const allowed = {
  'server/src/ledger/verb.test.ts': `import { sql } from 'kysely'\nimport { test } from 'vitest'\ntest(String(sql))\n`,
  'server/src/ledger/entry-store.ts': `export type { Kysely } from 'kysely'\n`,
  'server/src/db/pool.ts': `export { Pool } from 'pg'\n`,
  'server/src/processors/contract-tests.ts': `export const promises = []\n`,
  'server/src/processors/adapters/acme/acme.test.ts': `import '../../contract-tests.ts'\n`,
}

/** The rule and the import it refuses; where the packages lie is the machine's own affair. */
const firstLine = (problem: string) =>
  problem
    .split('\n', 1)
    .join()
    .replace(/\S*(?=node_modules)/, '')

test('each rule refuses the one import that breaks it', async () => {
  const found = await problems('imports', { ...planted, ...allowed })
  const refusals = found.map(firstLine).sort()
  expect(refusals).toMatchInlineSnapshot(`
    [
      "a-simulator-knows-only-the-wire: server/src/processors/simulators/acme/agrees.ts → server/src/processors/adapters/acme/index.ts",
      "a-simulator-knows-only-the-wire: server/src/processors/simulators/zeta/copies.ts → server/src/processors/simulators/acme/index.ts",
      "an-adapter-knows-only-its-contract: server/src/processors/adapters/acme/sees-all.ts → server/src/processors/index.ts",
      "an-adapter-knows-only-its-contract: server/src/processors/adapters/zeta/copies.ts → server/src/processors/adapters/acme/index.ts",
      "an-adapter-opens-no-socket: server/src/processors/adapters/acme/dials-too.ts → node_modules/undici/index.js",
      "an-adapter-opens-no-socket: server/src/processors/adapters/acme/dials.ts → net",
      "every-folder-is-in-the-table: server/src/buys-pricing.ts → server/src/pricing/index.ts",
      "every-folder-is-in-the-table: server/src/pricing/index.ts → server/src/kernel/index.ts",
      "front-door-only: bench/back-door.ts → server/src/ledger/store.ts",
      "front-door-only: server/src/payments/back-door.ts → server/src/ledger/store.ts",
      "kernel-follows-the-table: server/src/kernel/upward.ts → server/src/ledger/index.ts",
      "no-cycles: server/src/ledger/egg.ts → server/src/ledger/hen.ts → server/src/ledger/egg.ts",
      "sql-lives-in-store-files: server/src/ledger/connects.ts → node_modules/pg/lib/index.js",
      "sql-lives-in-store-files: server/src/ledger/verb.ts → node_modules/kysely/dist/index.js",
      "the-server-runs-without-dev-dependencies: server/src/ledger/needs-a-test.ts → node_modules/vitest/dist/index.js",
      "web-talks-through-the-client: web/console/page.ts → server/src/kernel/index.ts",
    ]
  `)

  const rulesTried = new Set(refusals.map((refusal) => refusal.split(':')[0]))
  expect(await ruleNames()).toEqual(rulesTried)
})

/** One row of the table stands for all: each makes its rule in the same way. */
async function ruleNames(): Promise<Set<string>> {
  const file = pathToFileURL(join(import.meta.dirname, '../../dependency-cruiser.mjs'))
  const { default: config }: { default: { forbidden: { name: string }[] } } = await import(
    file.href
  )
  const names = config.forbidden.map(({ name }) => name)
  return new Set(names.map((name) => name.replace(/^\w+(?=-follows-the-table)/, 'kernel')))
}

test('a refusal says what to do instead', async () => {
  const [problem] = await problems('imports', {
    'server/src/kernel/upward.ts': planted['server/src/kernel/upward.ts'],
  })
  expect(problem).toContain('kernel may import nothing of ours')
})

test('reading too few of the files on disk fails, though no rule is broken', async () => {
  const blind = {
    'dependency-cruiser.mjs': `export default { options: { exclude: '/ledger/' } }\n`,
  }
  expect(await problems('imports', blind)).toEqual([
    'too few modules: read 7 of the 9 files of server/src',
  ])
})
