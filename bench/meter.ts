import { readFile } from 'node:fs/promises'

const ticksPerSecond = 100

/**
 * CPU seconds a process and all its descendants have used, those that ended included.
 * @returns undefined where the system does not tell (only Linux does)
 */
export async function cpuOfTree(pid: number): Promise<number | undefined> {
  try {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
    const own = await cpuTicks(pid)
    const theirs = await Promise.all(
      children
        .trim()
        .split(' ')
        .filter((child) => child !== '')
        .map((child) => cpuOfTree(Number(child))),
    )
    return own / ticksPerSecond + theirs.reduce<number>((sum, cpu) => sum + (cpu ?? 0), 0)
  } catch {
    // It ended between being listed and being read, or there is no /proc here.
    return undefined
  }
}

/** Fields 14 to 17 of /proc/<pid>/stat: user and system time, of itself and of children it has waited for. */
async function cpuTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}
