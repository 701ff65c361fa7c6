import type { Database, Row } from '../src/db/index.ts'
import {
  authenticate,
  type Caller,
  createKey,
  createMerchant,
  createPsp,
  type Directory,
  type KeyOwner,
  type OfficeContext,
  openDirectory,
} from '../src/tenants/index.ts'
import { testDatabase } from './database.ts'

/** A database with nobody in it yet, the verbs that found PSPs and merchants, and a clock to turn. */
export interface TestOffice {
  readonly database: Database
  readonly office: OfficeContext
  /** Two servers on one database: what is changed here is seen here at once, and elsewhere in time. */
  readonly here: Directory
  readonly elsewhere: Directory
  readonly operatorKey: string
  now(): Date
  later(ms: number): void
  ask(keyText: string, stripeAccount?: string, directory?: Directory): Promise<Caller>
  textOf(owner: KeyOwner): Promise<string>
  /** A PSP with a live and a test merchant, and keys of all kinds. */
  brand(name: string): Promise<Brand>
}

export interface Brand {
  readonly psp: Row<'psps'>
  readonly live: Row<'merchants'>
  readonly trial: Row<'merchants'>
  readonly pspTest: string
  readonly pspLive: string
  /** Keys of the live merchant; without a word on it, in test mode. */
  readonly secret: string
  readonly secretLive: string
  readonly publishable: string
}

/** Opens an office on a database of its own, which goes when the test file is done. */
export async function openTestOffice(): Promise<TestOffice> {
  const { database, committer } = await testDatabase()
  const operatorKey = `sk_op_${'x'.repeat(32)}`
  const here = openDirectory(database.system, { operatorKey })
  const elsewhere = openDirectory(database.system)
  let time = Date.UTC(2026, 2, 1, 12)
  const now = () => new Date(time)
  const office: OfficeContext = {
    clock: { now },
    queries: database.system,
    async conclude(change) {
      await committer.commit(change)
      here.forget(change)
    },
  }
  const textOf = async (owner: KeyOwner) => (await createKey(office, owner)).text
  return {
    ...{ database, office, here, elsewhere, operatorKey, now, textOf },
    later(ms) {
      time += ms
    },
    ask: (keyText, stripeAccount, directory = here) =>
      authenticate(directory, { keyText, stripeAccount, now: now() }),
    async brand(name) {
      const psp = await createPsp(office, { name, country: 'SE' })
      const live = await createMerchant(office, psp, { livemode: true })
      const trial = await createMerchant(office, psp, { livemode: false, country: 'US' })
      return {
        ...{ psp, live, trial },
        pspTest: await textOf({ kind: 'psp', psp, livemode: false }),
        pspLive: await textOf({ kind: 'psp', psp, livemode: true }),
        secret: await textOf({ kind: 'secret', merchant: live, livemode: false }),
        secretLive: await textOf({ kind: 'secret', merchant: live, livemode: true }),
        publishable: await textOf({ kind: 'publishable', merchant: live, livemode: false }),
      }
    },
  }
}

/** How a piece of work was refused, as `code: message`. */
export function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no refusal',
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  )
}
