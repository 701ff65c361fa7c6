import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** Objects of one kind by id. What is put in must be plain JSON and is not changed afterwards. */
export interface Collection<Value> {
  get(key: string): Value | undefined
  put(key: string, value: Value): Value
  delete(key: string): void
  /** In the order they were first put in. */
  values(): Value[]
}

/** What a simulator knows: its own truth, independent of what it told anybody. */
export interface Records {
  /** @param atMost forgets the oldest beyond this many */
  collection<Value>(name: string, atMost?: number): Collection<Value>
  clear(): void
  close(): void
}

/**
 * Opens a simulator's records. With a file, every change is appended to it as one line of JSON
 * before it counts, so that a killed process finds everything again; a line torn by the kill is
 * dropped, since nobody was answered on the strength of it. Without a file, memory only.
 */
export function openRecords(file?: string): Records {
  const collections = file === undefined ? new Map<string, Map<string, unknown>>() : load(file)
  const journal = file === undefined ? undefined : openSync(file, 'a')
  const append = (line: readonly unknown[]) => {
    if (journal !== undefined) writeSync(journal, `${JSON.stringify(line)}\n`)
  }
  const held = (name: string) => {
    const found = collections.get(name) ?? new Map<string, unknown>()
    collections.set(name, found)
    return found
  }
  return {
    collection<Value>(name: string, atMost = Number.POSITIVE_INFINITY): Collection<Value> {
      const remove = (key: string) => {
        if (held(name).delete(key)) append([name, key])
      }
      return {
        get: (key) => held(name).get(key) as Value | undefined,
        put(key, value) {
          append([name, key, value])
          const all = held(name).set(key, value)
          const [oldest] = all.keys()
          if (all.size > atMost && oldest !== undefined) remove(oldest)
          return value
        },
        delete: remove,
        values: () => [...held(name).values()] as Value[],
      }
    },
    clear() {
      collections.clear()
      if (journal !== undefined) ftruncateSync(journal)
    },
    close() {
      if (journal !== undefined) closeSync(journal)
    },
  }
}

/** Reads the journal back and rewrites it with only what still holds, so that it does not grow for ever. */
function load(file: string): Map<string, Map<string, unknown>> {
  mkdirSync(dirname(file), { recursive: true })
  const collections = new Map<string, Map<string, unknown>>()
  if (!existsSync(file)) return collections
  const lines = readFileSync(file, 'utf8').split('\n')
  lines.pop() // empty after the last newline, or torn
  for (const line of lines) {
    const [name, key, ...value] = JSON.parse(line) as [string, string, unknown?]
    const collection = collections.get(name) ?? new Map<string, unknown>()
    if (value.length === 0) collection.delete(key)
    else collection.set(key, value[0])
    collections.set(name, collection)
  }
  const kept = [...collections].flatMap(([name, collection]) =>
    [...collection].map(([key, value]) => `${JSON.stringify([name, key, value])}\n`),
  )
  writeFileSync(`${file}.new`, kept.join(''))
  renameSync(`${file}.new`, file)
  return collections
}
