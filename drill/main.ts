import { runControls } from './controls.ts'
import { type Options, readOptions, UsageError, usage } from './options.ts'
import { isPassed, outcomeJson, renderOutcome } from './report.ts'
import { drill } from './run.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)

process.exitCode = await main(process.argv.slice(2))

/** @returns the exit code: 0 when every promise held, 1 when not, 2 for wrong usage */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    print(usage)
    return 0
  }
  try {
    const options = readOptions(args)
    return (await (options.controls ? runBoth(options) : runOne(options))) ? 0 : 1
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${usage}\n`)
    return 2
  }
}

async function runOne(options: Options): Promise<boolean> {
  const outcome = await drill(options)
  print(renderOutcome(outcome))
  if (options.keep) print(`\nData directory and server log: ${outcome.dataDir}`)
  if (options.json) print(outcomeJson(outcome))
  return isPassed(outcome)
}

async function runBoth(options: Options): Promise<boolean> {
  const all = await runControls(options)
  for (const { control, caught, outcome } of all) {
    print(
      `${renderOutcome(outcome)}\n\nThe bug ${control} was ${caught ? 'caught' : 'NOT CAUGHT'}.\n`,
    )
  }
  const passed = all.every(({ caught }) => caught)
  if (options.json) {
    const controls = Object.fromEntries(all.map(({ control, caught }) => [control, caught]))
    print(JSON.stringify({ passed, seed: options.seed, caught: controls }))
  }
  return passed
}
