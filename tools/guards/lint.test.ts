import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problems } from './fixture.ts'

/** Each breaks one rule that biome.json names. */
const planted: Readonly<Record<string, string>> = {
  noExplicitAny: 'export const loose = (value: any) => value.field\n',
  noImportCycles: `import { habit } from './index.ts'\n\nexport const again = habit\n`,
  noFloatingPromises: 'async function save() {}\n\nexport function forget() {\n  save()\n}\n',
  noMisusedPromises:
    'export const all = (jobs: (() => void)[]) => jobs.forEach(async (job) => job())\n',
  useExhaustiveSwitchCases: `export function word(outcome: 'approved' | 'declined') {
  switch (outcome) {
    case 'approved':
      return 'yes'
  }
}
`,
  noNonNullAssertion: 'export const first = (list: string[]) => list[0]!\n',
  useNodejsImportProtocol: `export { join } from 'path'\n`,
  noDefaultExport: 'export default 1\n',
  useThrowOnlyError: `export function refuse() {\n  throw 'no'\n}\n`,
  useFilenamingConvention: 'export const named = 1\n',
  format: 'export const   wide = "quoted";\n',
}

test.for(Object.entries(planted))('%s is held', async ([rule, text]) => {
  const file = rule === 'useFilenamingConvention' ? 'badName.ts' : 'habit.ts'
  const [problem] = await problems('lint', {
    [`server/src/habits/${file}`]: text,
    'server/src/habits/index.ts': `export * from './${file}'\n\nexport const habit = 1\n`,
  })
  expect(problem).toMatch(new RegExp(`^server/src/habits/${file}\\S* .*\\b${rule}\\b`, 'm'))
})

test('every rule that biome.json adds has been seen to fail', async () => {
  const settings = await readFile(join(import.meta.dirname, '../../biome.json'), 'utf8')
  const groups: Record<string, unknown> = JSON.parse(settings).linter.rules
  const switchedOn = Object.values(groups)
    .filter((group) => typeof group === 'object' && group !== null)
    .flatMap((group) => Object.entries(group))
    .flatMap(([rule, level]) => (level === 'off' ? [] : [rule]))
  expect(Object.keys(planted)).toEqual(expect.arrayContaining(switchedOn))
})
