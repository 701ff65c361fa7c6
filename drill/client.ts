import { setTimeout as pause } from 'node:timers/promises'
import { encodeForm } from '../server/src/kernel/index.ts'
import type { Dice } from './dice.ts'
import type { Tally } from './tally.ts'
import type { Turns } from './turns.ts'

/** An answer nothing will change: a success, or a refusal that is the caller's to act on. */
export interface Final {
  readonly status: number
  readonly body: unknown
}

/** A merchant's program: it asks until it is answered, always with the same key for the same thing. */
export interface Client {
  post(path: string, params: Readonly<Record<string, unknown>>, key: string): Promise<Final>
  get(path: string, params?: Readonly<Record<string, unknown>>): Promise<Final>
  rest(ms: number): Promise<void>
  /** How long it waits for anything at all to come to an end. */
  readonly patienceMs: number
}

export interface ClientParts {
  /** Where the server is now; it moves when it is restarted. */
  url(): string
  readonly secretKey: string
  readonly turns: Turns
  readonly tally: Tally
  readonly dice: Dice
  readonly patienceMs?: number
}

/** No final answer in all this time: the promise is broken. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

const callTimeoutMs = 12_000
const firstPauseMs = 100
const longestPauseMs = 2_000

export function openClient(parts: ClientParts): Client {
  const { turns, tally, secretKey, patienceMs = 120_000 } = parts
  const headers = { authorization: `Bearer ${secretKey}` }

  async function untilFinal(what: string, call: () => Promise<Response>): Promise<Final> {
    const deadline = performance.now() + patienceMs
    let last = ''
    for (let tries = 1; performance.now() < deadline; tries++) {
      tally.sent()
      const answer = await once(call)
      if (isFinal(answer)) return answer
      last = `${answer.status} ${JSON.stringify(answer.body)}`.slice(0, 300)
      tally.repeated(answer.status)
      const waitMs = pauseBefore(tries, parts.dice.roll(`${what}/${tries}`))
      // What an earlier request is being found out for takes its time: others may go on. A server that is
      // not there holds everybody up.
      await (answer.status === 409 ? turns.rest(waitMs) : pause(waitMs))
    }
    throw new Unanswered(`${what}: no final answer in ${patienceMs / 1000} s, at last ${last}`)
  }

  return {
    async post(path, params, key) {
      const final = await untilFinal(key, () =>
        fetch(`${parts.url()}${path}`, {
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/x-www-form-urlencoded',
            'idempotency-key': key,
          },
          body: encodeForm(params),
          signal: AbortSignal.timeout(callTimeoutMs),
        }),
      )
      tally.step()
      return final
    },
    get: (path, params = {}) =>
      untilFinal(path, () =>
        fetch(`${parts.url()}${path}?${encodeForm(params)}`, {
          headers,
          signal: AbortSignal.timeout(callTimeoutMs),
        }),
      ),
    rest: turns.rest,
    patienceMs,
  }
}

/** Twice as long each time, by up to half of it shorter, as Stripe's own clients do. */
function pauseBefore(tries: number, luck: number): number {
  return Math.min(firstPauseMs * 2 ** tries, longestPauseMs) * (1 - luck / 2)
}

/** Nobody there, reset, too slow, or cut off in the middle: status 0. */
async function once(call: () => Promise<Response>): Promise<Final> {
  try {
    const response = await call()
    return { status: response.status, body: await response.json() }
  } catch (error) {
    return { status: 0, body: (error as Error).message }
  }
}

/** Whether a repeat would be answered the same. */
function isFinal({ status }: Final): boolean {
  return status !== 0 && status !== 409 && status !== 429 && status < 500
}
