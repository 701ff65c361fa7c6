import { createServer } from 'node:net'
import { join } from 'node:path'

/** Where PostgreSQL listens: on a socket in its own private folder, or on a port of 127.0.0.1. */
export type Address = { socketFolder: string } | { port: number }

export const superuser = 'switchyard'
export const database = 'switchyard'

/** What the socket's file is named after when there is no port. */
export const socketPort = 5432

/** The system's limit is 103 bytes at the least (macOS). */
const longestSocketPath = 99

/**
 * A socket is faster than a port and closed to other users, so it is preferred; a port is for
 * Windows and for paths that do not fit the system's limit.
 *
 * @param data the cluster's folder, where the socket lies
 */
export async function chooseAddress(data: string): Promise<Address> {
  const socket = join(data, `.s.PGSQL.${socketPort}`)
  if (process.platform !== 'win32' && Buffer.byteLength(socket) <= longestSocketPath) {
    return { socketFolder: data }
  }
  return { port: await freePort() }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port)
        else reject(new Error('the system gave no free port on 127.0.0.1'))
      })
    })
  })
}

/** A socket's folder stands where the host would, percent-encoded, as libpq and node's pg read it. */
export function serverUrl(address: Address, password: string, name = database): string {
  const host =
    'port' in address ? `127.0.0.1:${address.port}` : encodeURIComponent(address.socketFolder)
  return `postgres://${superuser}:${password}@${host}/${name}`
}
