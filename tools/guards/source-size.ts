import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generatedFiles, sourceFiles } from './source-files.ts'
import type { Verdict } from './verdict.ts'

const mostLines = 400

/** No source file is longer than one sitting: past this it holds two ideas. */
export async function sourceSize(root: string): Promise<Verdict> {
  const all = await sourceFiles(root, '.ts', '.tsx', '.js', '.mjs', '.cjs', '.sql')
  const files = all.filter((file) => !generatedFiles.has(file))
  const problems = files.length === 0 ? ['source size read no file'] : []
  for (const file of files) {
    const lines = (await readFile(join(root, file), 'utf8')).trimEnd().split('\n').length
    if (lines > mostLines)
      problems.push(`${file} has ${lines} lines, at most ${mostLines}: split it`)
  }
  return { problems, read: `${files.length} files` }
}
