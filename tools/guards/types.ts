import { realpath } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { runTool } from './run-tool.ts'
import { sourceFiles } from './source-files.ts'
import type { Verdict } from './verdict.ts'

/** The strict compiler is content, and has seen every TypeScript file there is. */
export async function types(root: string): Promise<Verdict> {
  const compiler = 'node_modules/typescript/bin/tsc'
  const { exitCode, stdout, output } = await runTool(root, compiler, '--noEmit', '--listFiles')
  const lines = stdout.split('\n')
  const listed = new Set(lines)
  const home = await realpath(root)
  const files = await sourceFiles(root, '.ts')
  const unread = files.filter((file) => !listed.has(join(home, file).replaceAll('\\', '/')))

  const complaints = lines.filter((line) => line !== '' && !isAbsolute(line))
  const silent = exitCode !== 0 && complaints.length === 0
  return {
    problems: [
      ...(silent ? [output] : complaints),
      ...unread.map((file) => `not type-checked: ${file}; name its folder in tsconfig.json`),
    ],
    read: `${files.length - unread.length} files`,
  }
}
