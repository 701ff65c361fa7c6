/** `npm run check`: every guard of the repository, a line for each; `--help` says the rest. */
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { type Guard, guards } from './guards/index.ts'

const help = `npm run check [-- [guard …] [--json FILE]]

Runs the guards named, or all: ${Object.keys(guards).join(', ')}.
--json FILE   also writes {"passed": n, "failed": n}`

const root = dirname(import.meta.dirname)

async function run(name: string, guard: Guard): Promise<boolean> {
  const started = performance.now()
  const { problems, read } = await guard(root).catch((error: unknown) => ({
    problems: [`the guard itself broke: ${error instanceof Error ? error.stack : error}`],
    read: '',
  }))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const ok = problems.length === 0
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(15)} ${seconds.padStart(5)} s  ${read}`)
  for (const problem of problems) console.log(`  ${problem.replaceAll('\n', '\n  ')}`)
  return ok
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, help: { type: 'boolean' } },
})
const unknown = positionals.filter((name) => !(name in guards))
if (values.help || unknown.length > 0) {
  console.log(unknown.length > 0 ? `no guard is called ${unknown.join(', ')}\n\n${help}` : help)
  process.exit(values.help ? 0 : 1)
}

const waiting = Object.entries(guards).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
)
const outcomes: boolean[] = []
async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    outcomes.push(await run(...next))
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, work))

const passed = outcomes.filter(Boolean).length
const failed = outcomes.length - passed
if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ passed, failed }))
process.exitCode = failed === 0 ? 0 : 1
