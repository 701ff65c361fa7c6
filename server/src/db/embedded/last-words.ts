import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from './error-code.ts'

const shownLines = 15
const readBytes = 8_192

/**
 * Why PostgreSQL ended, in its own words.
 *
 * @param said on its standard error, which it leaves for its log file while it starts
 * @param since the moment of its start, in milliseconds: what the log file says from before is not shown
 */
export async function lastWords(data: string, said: string, since: number): Promise<string> {
  const lines = `${said}\n${await endOfLog(data, since)}`.trim().split('\n')
  return lines.slice(-shownLines).join('\n')
}

async function endOfLog(data: string, since: number): Promise<string> {
  try {
    const [, name = ''] = (await readFile(join(data, 'current_logfiles'), 'utf8')).split(/\s+/)
    const path = join(data, name)
    const { mtimeMs, size } = await stat(path)
    return mtimeMs < since ? '' : await readEnd(path, size)
  } catch (error) {
    // It ended before it had a log file: all it said is on its standard error.
    if (hasCode(error, 'ENOENT')) return ''
    throw error
  }
}

async function readEnd(path: string, size: number): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(readBytes),
      position: Math.max(0, size - readBytes),
    })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
