// Adds up what .ci/run ran. Runs on whatever Node the machine has.
// usage: node tally.mjs TESTS.json TESTS_EXIT GUARDS.json GUARDS_EXIT
import { existsSync, readFileSync } from 'node:fs'

const [testsFile, testsExit, guardsFile, guardsExit] = process.argv.slice(2)

/** The report as it was written, or nothing where the run ended before it wrote one. */
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)

/** A run that says it failed counts one failure at least, so that none is lost. */
const honest = (passed, failed, exit) => ({
  passed,
  failed: exit === '0' ? failed : Math.max(failed, 1),
})

function countTests() {
  const { testResults = [] } = read(testsFile) ?? {}
  const statuses = testResults.map((file) => file.assertionResults.map((test) => test.status))
  // A file that could not be read, or whose set-up failed, has failed without a failed test.
  const brokenFiles = testResults.filter(
    (file, index) => file.status === 'failed' && !statuses[index].includes('failed'),
  ).length
  const count = (status) => statuses.flat().filter((each) => each === status).length
  const [passed, failed] = [count('passed'), count('failed') + brokenFiles]
  if (passed + failed === 0) console.log('no test ran')
  return honest(passed, passed + failed === 0 ? 1 : failed, testsExit)
}

function countGuards() {
  const { passed, failed } = read(guardsFile) ?? { passed: 0, failed: 1 }
  return honest(passed, failed, guardsExit)
}

const [tests, guards] = [countTests(), countGuards()]
const failed = tests.failed + guards.failed
console.log(`${tests.passed + guards.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
