import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './run-tool.ts'
import type { Verdict } from './verdict.ts'

/** Generated files are what their sources would generate today (tools/drift.ts says which). */
export async function drift(root: string): Promise<Verdict> {
  const script = 'tools/drift.ts'
  if (!existsSync(join(root, script))) return { problems: [], read: `no ${script}` }
  const { exitCode, output } = await runTool(root, script)
  return { problems: exitCode === 0 ? [] : [output], read: script }
}
