import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { randomText } from '../kernel/index.ts'

const shape = z.object({
  url: z.string(),
  operator_key: z.string(),
  psps: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      secret_key: z.string(),
      merchants: z.array(
        z.object({ id: z.string(), secret_key: z.string(), publishable_key: z.string() }),
      ),
    }),
  ),
})

/** Where the demo is and the keys to it: what `demo.json` holds, for people and scripts. */
export type Demo = z.infer<typeof shape>

/** The demo as it was last written; undefined when the file is missing or is not one of ours. */
export async function readDemo(file: string): Promise<Demo | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (text === undefined) return undefined
  try {
    return shape.safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Writes the demo whole or not at all, for its owner's eyes only. */
export async function writeDemo(file: string, demo: Demo): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${randomText(8)}`
  await writeFile(draft, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(draft, file)
}
