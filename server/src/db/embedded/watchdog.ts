import type { Socket } from 'node:net'
import { launch } from './os-process.ts'
import type { Place } from './place.ts'

/** Waits for the end of its input, then ends the postmaster if it is still the one of this cluster. */
const script =
  'read -r line; read -r pid < "$2/postmaster.pid" && [ "$pid" = "$1" ] && kill -INT "$1"'

/**
 * Shuts PostgreSQL down should we die without doing it ourselves (kill -9, a crash): a small shell
 * that holds the other end of a pipe, which the system closes with us, whatever ends us.
 *
 * On Windows node itself sees to it that children end with their parent.
 *
 * @returns ends the watch
 */
export function watchOverOwner(
  pid: number,
  { data, user }: Place,
  log: (line: string) => void,
): () => void {
  if (process.platform === 'win32') return () => {}
  // Detached, so that a Ctrl-C at the terminal ends neither it nor PostgreSQL before we are done.
  const shell = launch(
    '/bin/sh',
    ['-c', script, 'switchyard-postgres-watchdog', String(pid), data],
    user,
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  )
  shell.once('error', (error) => log(`nobody watches over PostgreSQL: ${error.message}`))
  shell.unref()
  if (shell.stdin) (shell.stdin as Socket).unref()
  return () => {
    shell.kill('SIGKILL')
  }
}
