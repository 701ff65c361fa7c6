import { runTool } from './run-tool.ts'
import type { Verdict } from './verdict.ts'

/** Biome finds nothing to say about form, imports or habits. Writes nothing. */
export async function lint(root: string): Promise<Verdict> {
  const { exitCode, output } = await runTool(
    root,
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--error-on-warnings',
    '--max-diagnostics=100',
    '.',
  )
  const read = /Checked (\d+ files?)/.exec(output)?.[1]
  const silent = read === undefined ? [`lint read nothing: ${output}`] : []
  return { problems: exitCode === 0 ? silent : [output], read: read ?? 'no files' }
}
