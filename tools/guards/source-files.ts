import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders that hold nothing of ours. */
const notOurs = new Set(['node_modules', '.git', '.data', 'coverage'])

/** Written by a program from a source that the drift guard compares them with. */
export const generatedFiles: ReadonlySet<string> = new Set(['server/src/db/schema.ts'])

/**
 * Every file of the checkout that we wrote, whichever folder it is in, so that a new folder is
 * guarded from its first day.
 *
 * @param extensions with their dots
 * @returns paths relative to the checkout, with forward slashes, in order
 */
export async function sourceFiles(root: string, ...extensions: string[]): Promise<string[]> {
  const found: string[] = []
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !notOurs.has(entry.name)) await walk(path)
      if (entry.isFile() && extensions.some((extension) => path.endsWith(extension))) {
        found.push(path)
      }
    }
  }
  await walk('')
  return found.sort()
}
