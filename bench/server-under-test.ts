import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Pool } from 'undici'
import manifest from '../package.json' with { type: 'json' }
import { encodeForm, randomText } from '../server/src/kernel/index.ts'
import type { Ready, Usage } from './server.ts'

/** The server in a process of its own, and a way to make payments at it as a merchant does. */
export interface ServerUnderTest {
  readonly pid: number
  /** One full payment: created and confirmed, captured at once, over HTTP. @throws when it does not succeed */
  pay(index: number): Promise<void>
  usage(): Promise<Usage>
  stop(): Promise<void>
}

export async function startServerUnderTest(databaseUrl: string): Promise<ServerUnderTest> {
  const child = fork(join(import.meta.dirname, 'server.ts'), [databaseUrl], {
    stdio: 'inherit',
    execArgv: [...process.execArgv, ...startFlags()],
  })
  const ready = await heard<Ready>(child)
  const pool = new Pool(ready.url, { connections: 64, pipelining: 1 })
  return {
    pid: child.pid ?? 0,
    async pay(index) {
      const key = ready.keys[index % ready.keys.length] ?? ''
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/v1/payment_intents',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/x-www-form-urlencoded',
          'idempotency-key': `bench-${randomText(20)}`,
        },
        body: encodeForm({
          amount: 2_000 + (index % 100),
          currency: 'usd',
          payment_method: 'pm_card_visa',
          confirm: true,
          description: `Order ${index}`,
          metadata: { order: `${index}` },
        }),
      })
      const text = await body.text()
      if (statusCode !== 200 || !text.includes('"status": "succeeded"')) {
        throw new Error(`Payment ${index} got ${statusCode}: ${text.slice(0, 500)}`)
      }
    },
    async usage() {
      child.send('usage')
      return heard<Usage>(child)
    },
    async stop() {
      await pool.close()
      const exited = once(child, 'exit')
      child.send('stop')
      await exited
    },
  }
}

/** The flags of Node that `npm start` starts the server with. */
function startFlags(): string[] {
  return manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'))
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The server under test ended with ${code}.`)
    }),
  ])
  return message as T
}
