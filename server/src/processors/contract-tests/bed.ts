import { newId, systemClock } from '../../kernel/index.ts'
import type {
  Adapter,
  Answer,
  AskKind,
  Credentials,
  DeclineCode,
  Notification,
  Operation,
  RawNotification,
} from '../adapter.ts'
import { createRunner, type RunnerAccount } from '../index.ts'
import { type Control, type Controls, startSimulators } from '../simulators/index.ts'
import { listen } from './listener.ts'

/** What an adapter's test tells about itself. */
export interface ContractSetup {
  readonly adapter: Adapter
  readonly simulator: keyof Controls
  /** What follows the simulator's URL in the account's base URL. */
  readonly basePath?: string
  readonly credentials: Credentials
  /** How the simulator names the account, and the secret it signs with. */
  readonly endpoint: { readonly account: string; readonly secret: string }
  /** Decline codes that come out differently, because the protocol has no word for them. */
  readonly declines?: Readonly<Record<string, DeclineCode>>
  /** Whether the signature covers the time, so that an old notification can be told. */
  readonly signsTime: boolean
}

/** A running simulator, an account at it, and what is needed to ask and to listen. */
export interface Bed {
  readonly adapter: Adapter
  readonly account: RunnerAccount
  readonly control: Control
  /** A page of ours, for payers to come back to. */
  readonly returnUrl: string
  /** Asks over HTTP. @param deadlineMs 5,000 when left out */
  ask<Ask, Reply extends { readonly outcome: string }>(
    operation: Operation<Ask, Reply> | undefined,
    ask: Ask,
    deadlineMs?: number,
  ): Promise<Reply | Unsettled>
  /** Everything sent to us since the last reset, verified or not. */
  received(): readonly RawNotification[]
  /** Waits for a verified notification. */
  notified(matches: (notification: Notification) => boolean): Promise<Notification>
  /** Waits for the last word on something asked for: the answer, or the notification that follows it. */
  settled(kind: AskKind, reference: string, answer: Answer): Promise<Notification['answer']>
  /** How many lines of a kind the simulator's book has for a reference of ours, failures aside. */
  booked(kind: AskKind, reference: string): number
  reset(): void
  close(): Promise<void>
}
type Unsettled = Extract<Answer, { outcome: 'not_sent' | 'unknown' }>

/** Starts the simulators, an account and a page that listens for notifications. */
export async function openBed(setup: ContractSetup): Promise<Bed> {
  const { adapter, credentials, endpoint } = setup
  const running = await startSimulators({ port: 0, laterMs: 20 })
  const control = running.controls[setup.simulator]
  const listener = await listen()
  const neverOpen = { failuresInARow: 10_000, minimumAsks: 10_000 }
  const runner = createRunner({ clock: systemClock, circuit: neverOpen })
  const account: RunnerAccount = {
    id: newId('pa'),
    processor: adapter.name,
    baseUrl: `${running.url}/${setup.simulator}${setup.basePath ?? ''}`,
    credentials,
  }
  const notified = (matches: (notification: Notification) => boolean) =>
    listener.until((received) =>
      received
        .map((raw) => adapter.parseNotification(raw, account))
        .flatMap((parsed) => (parsed.verified ? parsed.notifications : []))
        .find(matches),
    )

  return {
    adapter,
    account,
    control,
    returnUrl: `${listener.url}/return`,
    ask(operation, ask, deadlineMs = 5_000) {
      if (operation === undefined) throw new Error('The adapter has no such operation.')
      return runner.ask(account, operation, ask, { deadlineMs })
    },
    received: () => listener.received(),
    notified,
    async settled(kind, reference, answer) {
      if (answer.outcome !== 'pending') return answer
      const { processorReference } = answer
      const news = await notified(
        (notification) =>
          notification.subject === kind &&
          notification.answer.outcome !== 'pending' &&
          notification.answer.outcome !== 'none' &&
          (notification.reference === reference ||
            notification.processorReference === processorReference),
      )
      return news.answer
    },
    booked: (kind, reference) =>
      control
        .book()
        .filter((entry) => entry.kind === kind && entry.reference === reference)
        .filter(({ status }) => status === 'succeeded' || status === 'pending').length,
    reset() {
      control.reset()
      control.setEndpoint({ ...endpoint, url: listener.newAddress() })
    },
    async close() {
      await runner.close()
      await running.close()
      await listener.close()
    },
  }
}
