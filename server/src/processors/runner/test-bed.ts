import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach } from 'vitest'
import { systemClock } from '../../kernel/index.ts'
import type { HttpRequest, HttpResponse, Operation } from '../adapter.ts'
import { createRunner, type Runner, type RunnerOptions } from './runner.ts'
import type { RunnerAccount } from './transport.ts'

export interface Told {
  readonly outcome: 'told'
  readonly response: HttpResponse
}

/** The simplest adapter there can be: sends what it is given and hands back what came. */
export const echo: Operation<Partial<HttpRequest>, Told> = {
  request: (ask) => ({
    method: 'POST',
    path: '/payments',
    headers: { 'content-type': 'text/plain' },
    body: 'hello',
    ...ask,
  }),
  response: (response) => ({ outcome: 'told', response }),
}

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

export function runnerWith(options: Partial<RunnerOptions> = {}): Runner {
  const runner = createRunner({ clock: systemClock, ...options })
  cleanups.push(() => runner.close())
  return runner
}

export async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

export const http = async (listener: RequestListener) =>
  `http://127.0.0.1:${await listen(createServer(listener))}`

export const tcp = async (onSocket: (socket: Socket) => void) =>
  `http://127.0.0.1:${await listen(createTcpServer((socket) => onSocket(socket.on('error', () => {}))))}`

export const account = (baseUrl: string, id = 'pa_1'): RunnerAccount => ({
  id,
  processor: 'echo',
  baseUrl,
  credentials: { apiKey: 'AQE-very-secret' },
})

export async function unusedPort(): Promise<number> {
  const server = createTcpServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
