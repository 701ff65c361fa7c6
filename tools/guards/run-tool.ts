import { execFile } from 'node:child_process'
import { join } from 'node:path'

export interface ToolRun {
  /** 0 when the tool was content. */
  readonly exitCode: number
  readonly stdout: string
  /** All that it said, for people to read. */
  readonly output: string
}

/**
 * Runs a script with the Node that runs us, in the checkout and without colours.
 *
 * @param script relative to the checkout, such as `node_modules/typescript/bin/tsc`
 * @throws {Error} when the script is missing, could not be started, or died of a signal
 */
export function runTool(root: string, script: string, ...args: string[]): Promise<ToolRun> {
  const { FORCE_COLOR: _, ...env } = process.env
  const options = { cwd: root, env: { ...env, NO_COLOR: '1' }, maxBuffer: 256 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(root, script), ...args], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      const output = [stdout.trim(), stderr.trim()].filter(Boolean).join('\n')
      if (typeof exitCode === 'number' && !stderr.includes('MODULE_NOT_FOUND')) {
        resolve({ exitCode, stdout, output })
      } else reject(new Error(`${script} did not run: ${output}`, { cause: error }))
    })
  })
}
