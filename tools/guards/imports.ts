import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ICruiseResult } from 'dependency-cruiser'
import { runTool } from './run-tool.ts'
import { sourceFiles } from './source-files.ts'
import type { Verdict } from './verdict.ts'

const cruised = ['server', 'client', 'web', 'bench', 'drill', 'tools']

/** The least share of the server's files that must have been read for the verdict to count. */
const leastShare = 0.95

/**
 * Imports follow architecture.mjs by the rules in dependency-cruiser.mjs.
 *
 * The cruiser passes cheerfully when it reads nothing, as it does under a compiler it does not
 * know, so what it read is compared with what is on disk.
 */
export async function imports(root: string): Promise<Verdict> {
  const { stdout, output } = await runTool(
    root,
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ...['--config', 'dependency-cruiser.mjs', '--output-type', 'json'],
    ...cruised.filter((folder) => existsSync(join(root, folder))),
  )
  if (!stdout.startsWith('{')) return { problems: [output], read: 'nothing' }
  const { modules, summary }: ICruiseResult = JSON.parse(stdout)

  const isServers = (path: string) => /^server\/src\/.*\.ts$/.test(path)
  const onDisk = (await sourceFiles(root, '.ts')).filter(isServers).length
  const read = modules.filter((module) => isServers(module.source)).length
  const tooFew = read === 0 || read < onDisk * leastShare
  return {
    problems: [
      ...(tooFew ? [`too few modules: read ${read} of the ${onDisk} files of server/src`] : []),
      ...explain(summary),
    ],
    read: `${read} of ${onDisk} server modules, ${modules.length} in all`,
  }
}

type Summary = ICruiseResult['summary']

/** One problem a violation: the rule, who imports whom, and what to do about it. */
function explain({ violations, ruleSetUsed }: Summary): string[] {
  const rules = ruleSetUsed?.forbidden ?? []
  return violations.map(({ rule, from, to, cycle }) => {
    const path = cycle?.map((step) => step.name).join(' → ') ?? to
    const comment = rules.find(({ name }) => name === rule.name)?.comment ?? ''
    return `${rule.name}: ${from} → ${path}\n    ${comment}`
  })
}
