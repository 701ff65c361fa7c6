/**
 * Files made from others. `npm run check` compares them with what would be made today; `npm run generate`
 * makes them.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startTemporary } from '../server/src/db/embedded/index.ts'
// Not through the front door: that needs the generated file this is to make, and so does what is imported later.
import { migrate } from '../server/src/db/migrate.ts'
import { rowTypes } from './row-types.ts'

const made: Readonly<Record<string, () => Promise<string>>> = {
  'server/src/db/schema.ts': schema,
  'docs/money-flows.md': async () => (await import('./money-flows.ts')).moneyFlows(),
}

/** The row types of a database that has just been migrated. */
async function schema(): Promise<string> {
  const server = await startTemporary()
  try {
    await migrate(server.url)
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    try {
      return await rowTypes(client)
    } finally {
      await client.end()
    }
  } finally {
    await server.stop()
  }
}

const { values } = parseArgs({ options: { write: { type: 'boolean' } } })
const root = join(import.meta.dirname, '..')
for (const [file, make] of Object.entries(made)) {
  const path = join(root, file)
  const text = await make()
  const before = await readFile(path, 'utf8').catch(() => '')
  if (before === text) continue
  if (values.write) {
    await writeFile(path, text)
    console.log(`wrote ${file}`)
  } else {
    console.log(`${file} is not what its source makes today: npm run generate`)
    process.exitCode = 1
  }
}
