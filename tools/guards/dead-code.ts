import { runTool } from './run-tool.ts'
import type { Verdict } from './verdict.ts'

/** Every file, export and dependency is reached from an entry point (knip.json). */
export async function deadCode(root: string): Promise<Verdict> {
  const { exitCode, output } = await runTool(
    root,
    'node_modules/knip/bin/knip.js',
    '--no-progress',
    '--treat-config-hints-as-errors',
  )
  return { problems: exitCode === 0 ? [] : [output], read: '' }
}
