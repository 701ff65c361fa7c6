import { join } from 'node:path'
import { type RunningSimulators, startSimulators } from '../server/src/processors/index.ts'
import { openClient } from './client.ts'
import { dice } from './dice.ts'
import type { Options } from './options.ts'
import { makeDataDir, removeDataDir } from './place.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import { type Supervisor, supervise } from './supervisor.ts'
import { openTally } from './tally.ts'
import { openTurns } from './turns.ts'
import { webhookEndpointShape } from './wire.ts'

/** What a drill stands on: the server under test, and the world around it, which is never killed. */
export interface Bed {
  readonly dataDir: string
  readonly logFile: string
  readonly simulators: RunningSimulators
  readonly receiver: Receiver
  readonly supervisor: Supervisor
  /** Ends everything, the server first; again is harmless. */
  close(): Promise<void>
}

export async function makeBed({ seed, control, deadlineMs, keep }: Options): Promise<Bed> {
  const dataDir = await makeDataDir()
  const logFile = join(dataDir, 'server.log')
  const simulators = await startSimulators({ port: 0, seed })
  const receiver = await openReceiver(seed)
  const closing: (() => Promise<void>)[] = [simulators.close, receiver.close]
  if (!keep) closing.push(() => removeDataDir(dataDir))
  const close = async () => {
    for (const step of closing.splice(0)) await step()
  }
  try {
    const environment = {
      ...{ DATA_DIR: dataDir, PORT: '0', DEMO: 'off', LOG_LEVEL: 'warn' },
      ...{ PUBLIC_URL: 'http://127.0.0.1', SIMULATORS_URL: simulators.url },
      ALLOW_PRIVATE_WEBHOOKS: 'on',
      // What is started a hundred times need not be compiled a hundred times.
      NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
      ...(control === undefined ? {} : { SWITCHYARD_DRILL_CONTROL: control }),
      ...(deadlineMs === undefined ? {} : { SWITCHYARD_DRILL_DEADLINE_MS: String(deadlineMs) }),
    }
    const supervisor = await supervise(environment, logFile, (url, { accounts }) => {
      for (const { id, processor, simulatedAs: account, notificationSecret: secret } of accounts) {
        const endpoint = { account, url: `${url}/v1/notifications/${id}`, secret }
        simulators.controls[processor].setEndpoint(endpoint)
      }
    })
    closing.unshift(supervisor.stop)
    await registerWebhooks(supervisor, receiver)
    return { dataDir, logFile, simulators, receiver, supervisor, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Each merchant wants to hear of everything. */
async function registerWebhooks(supervisor: Supervisor, receiver: Receiver): Promise<void> {
  for (const [shop, { secretKey }] of supervisor.founded.merchants.entries()) {
    const client = openClient({
      ...{ url: supervisor.url, secretKey, turns: openTurns(1), dice: dice('') },
      tally: openTally(() => undefined),
    })
    const params = { url: receiver.urlOf(shop), enabled_events: ['*'] }
    const { body } = await client.post('/v1/webhook_endpoints', params, `endpoint-${shop}`)
    receiver.expect(shop, webhookEndpointShape.parse(body).secret)
  }
}
