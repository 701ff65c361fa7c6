import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address } from './address.ts'
import { hasCode } from './error-code.ts'

/** What a postmaster says about itself in `postmaster.pid` in its cluster. */
export interface PidFile {
  pid: number
  /** Undefined while it has not begun to listen. */
  address: Address | undefined
  ready: boolean
}

/**
 * The lines are: pid, cluster, start time, port, socket folder, host, shared memory, status.
 *
 * @see https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/pidfile.h
 * @returns undefined for a file that is not written yet
 */
export function parsePidFile(text: string): PidFile | undefined {
  const [pid, , , port, socketFolder, host, , status] = text.split('\n')
  if (!Number(pid)) return undefined
  return {
    pid: Math.abs(Number(pid)),
    address: socketFolder ? { socketFolder } : host ? { port: Number(port) } : undefined,
    ready: status?.trim() === 'ready',
  }
}

/** @returns undefined when no postmaster runs, or when one has only just begun */
export async function readPidFile(data: string): Promise<PidFile | undefined> {
  try {
    return parsePidFile(await readFile(join(data, 'postmaster.pid'), 'utf8'))
  } catch (error) {
    // Windows refuses to open the file in the instant in which it is being replaced.
    if (hasCode(error, 'ENOENT', 'EBUSY', 'EPERM')) return undefined
    throw error
  }
}
