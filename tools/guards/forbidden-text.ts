import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sourceFiles } from './source-files.ts'
import type { Verdict } from './verdict.ts'

interface Rule {
  readonly name: string
  readonly text: RegExp
  /** Which paths the rule is for. */
  readonly where: RegExp
  readonly instead: string
  /** Paths that may, and why. */
  readonly except?: Readonly<Record<string, string>>
}

/** These name the words they forbid. */
const namesTheWords = new Set([
  'tools/guards/forbidden-text.ts',
  'tools/guards/forbidden-text.test.ts',
])

const prose = ['.md', '.sql', '.html', '.css', '.json', '.yml', '.yaml', '.sh', '.ci/run']
const code = /\.(ts|tsx|js|mjs|cjs)$/
const anywhere = /./
const server = /^server\/src\/.*\.ts$/
/** What a test's child process says, it says by console. */
const product = /^server\/src\/(?!.*(\.test|\/test-[\w-]+)\.ts$).*\.ts$/

const rules: readonly Rule[] = [
  {
    name: 'unfinished',
    text: /\b(TODO|FIXME)\b/,
    where: anywhere,
    instead: 'finish it, or open an issue',
  },
  {
    name: 'focused-test',
    text: /\b(test|it|describe|suite|bench)(\.\w+)*\.only\b/,
    where: code,
    instead: 'let every test run',
  },
  {
    name: 'silenced-types',
    text: /\bas any\b|@ts-(ignore|nocheck)\b/,
    where: code,
    instead: 'parse the value, or say its type',
  },
  {
    name: 'swallowed-error',
    text: /\bcatch\s*(\(\w*\)\s*)?\{\s*\}|\.catch\(\(\w*\) => \{\s*\}\)/,
    where: code,
    instead: 'handle it, or say inside the block why nothing is lost',
  },
  {
    name: 'registry-host',
    text: /\bregistry\.\w+\.\w+|\b(npmjs|yarnpkg|jsdelivr|unpkg)\.(org|com|net)\b/i,
    where: anywhere,
    instead: 'name the package; where it comes from is the choice of whoever installs',
  },
  {
    name: 'machine-path',
    text: /(?<![\w.-])\/(work|home\/\w+)\//,
    where: anywhere,
    instead: 'resolve the path from the checkout',
  },
  {
    name: 'console',
    text: /\bconsole\.\w+/,
    where: product,
    instead: 'log through pino, print through the CLI',
  },
  {
    name: 'float-near-money',
    text: /\bparseFloat\b|\.to(Fixed|Precision)\(|\bMath\.(round|floor|ceil|trunc)\(.*(amount|fee|price|balance|money|minor)/i,
    where: server,
    instead: 'amounts are bigint minor units; kernel rounds and prints them',
  },
]

/** Words that mean unfinished, silenced, out of place, or a cent lost. */
export async function forbiddenText(root: string): Promise<Verdict> {
  const readable = await sourceFiles(root, '.ts', '.tsx', '.js', '.mjs', '.cjs', ...prose)
  const files = readable.filter((file) => !namesTheWords.has(file))
  const problems = files.length === 0 ? ['forbidden text read no file'] : []
  for (const file of files) {
    const due = rules.filter((rule) => rule.where.test(file) && !rule.except?.[file])
    const lines = (await readFile(join(root, file), 'utf8')).split('\n')
    lines.forEach((line, index) => {
      for (const { name, text, instead } of due) {
        const found = text.exec(line)?.[0]
        if (found) problems.push(`${name}: ${file}:${index + 1} has ${found}; ${instead}`)
      }
    })
  }
  return { problems, read: `${files.length} files` }
}
