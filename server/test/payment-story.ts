import { write } from '../src/db/index.ts'
import { releaseDueFunds, sealBlocks } from '../src/ledger/index.ts'
import {
  cancelIntent,
  captureIntent,
  createIntent,
  createRefund,
  createSetupIntent,
  type PaymentContext,
  type Refund,
  settleAny,
  settleRefund,
} from '../src/payments/index.ts'
import type { Tenant } from '../src/tenants/index.ts'
import type { TestEngine } from './engine.ts'

/** Ids of what a merchant has after a day with everything in it. */
export interface Story {
  readonly tenant: Tenant
  /** Intents and their attempts, by what became of them. */
  readonly captured: Told
  readonly partly: Told
  readonly held: Told
  readonly canceled: Told
  readonly declined: Told
  readonly challenged: Told
  /** The attempt's answer is lost. */
  readonly lost: Told
  /** A capture's answer is lost. */
  readonly capturing: Told & { readonly modification: string }
  /** Given up, then approved all the same: the refund is written down and not yet asked for. */
  readonly late: Told
  /** The PSP took an application fee, and gave part of it back with a refund. */
  readonly shared: Told
  readonly refund: string
  readonly failedRefund: string
  readonly setUp: SetUp
  readonly challengedSetUp: SetUp
  /** The answer of a verification is lost. */
  readonly lostSetUp: SetUp
  /** How many entries the book has, and how many are sealed: all but the last of these in the first block. */
  readonly entries: number
  readonly sealed: number
}

interface Told {
  readonly intent: string
  readonly attempt: string
}

/** A setup intent and its attempt. */
type SetUp = Told

const dayMs = 86_400_000

/** The key of the request whose answer is lost; its row is in progress. */
export const lostKey = 'a-request-whose-server-died'

/** Lives through a day at a stripe simulator: payments and refunds of every kind, sealed and in part released. */
export async function paymentStory(engine: TestEngine, tenant: Tenant): Promise<Story> {
  const { simulators, database, committer } = engine
  const ctx = engine.context(tenant)
  const pay = async (
    method: string,
    capture: 'automatic' | 'manual' = 'automatic',
    by = ctx,
    share: { application_fee_amount?: number } = {},
  ) => {
    const { id } = await createIntent(by, {
      ...{ amount: 2000n, currency: 'usd', payment_method: method, confirm: true },
      ...{ ...share, capture_method: capture },
    }).catch((problem: { details: { payment_intent: { row: { id: string } } } }) => {
      return problem.details.payment_intent.row
    })
    const [attempt] = await engine.sql<{ id: string }>(
      'select id from attempts where intent_id = $1 order by id',
      [id],
    )
    return { intent: id, attempt: attempt?.id ?? '' }
  }
  const setUpCard = async (method: string) => {
    const { id } = await createSetupIntent(ctx, { payment_method: method, confirm: true })
    const [attempt] = await engine.sql<{ id: string }>(
      'select id from setup_attempts where intent_id = $1',
      [id],
    )
    return { intent: id, attempt: attempt?.id ?? '' }
  }
  const fail = ({ id }: Refund) =>
    settleRefund(ctx, id, {
      ...{ outcome: 'declined', declineCode: 'generic_decline', processorCode: 'declined' },
      retry: 'never',
    })
  const loseNext = (operation: string) =>
    simulators.controls.stripe.addFaults([{ operation, fault: 'drop_after', times: 1 }])

  const captured = await pay('pm_card_visa')
  const refund = await createRefund(ctx, { payment_intent: captured.intent, amount: 500n })
  const shared = await pay('pm_card_visa', 'automatic', ctx, { application_fee_amount: 300 })
  const back = { payment_intent: shared.intent, amount: 500n, refund_application_fee: true }
  await createRefund(ctx, back)
  await fail(await createRefund(ctx, back))
  const partly = await pay('pm_card_visa', 'manual')
  await captureIntent(ctx, partly.intent, { amount_to_capture: 1200n })
  const held = await pay('pm_card_visa', 'manual')
  const canceled = await pay('pm_card_visa', 'manual')
  await cancelIntent(ctx, canceled.intent, null)
  const declined = await pay('pm_card_chargeDeclined')
  const challenged = await pay('pm_card_threeDSecure2Required')
  const late = await pay('pm_card_threeDSecure2Required')
  await cancelIntent(ctx, late.intent, null)
  await settleAny(ctx, late.attempt, { outcome: 'approved', processorReference: 'pi_late' })
  const undone = await pay('pm_card_visa')
  const failedRefund = await createRefund(ctx, { payment_intent: undone.intent, amount: 700n })
  await fail(failedRefund)
  const tomorrow = { now: () => new Date(Date.now() + 4 * dayMs) }
  const sweep = { queries: database.system, commit: committer.commit }
  await releaseDueFunds({ ...sweep, clock: tomorrow })
  await sealBlocks({ ...sweep, clock: ctx.clock })
  await pay('pm_card_visa')
  await sealBlocks({ ...sweep, clock: ctx.clock })
  const capturing = await pay('pm_card_visa', 'manual')
  loseNext('capture')
  await captureIntent(ctx, capturing.intent, {})
  const [modification] = await engine.sql<{ id: string }>(
    'select id from modifications where attempt_id = $1',
    [capturing.attempt],
  )
  const setUp = await setUpCard('pm_card_visa')
  const challengedSetUp = await setUpCard('pm_card_threeDSecure2Required')
  loseNext('verify')
  const lostSetUp = await setUpCard('pm_card_visa')
  loseNext('authorize')
  const lost = await pay('pm_card_visa', 'automatic', asKeyed(ctx))
  await committer.commit(inProgress(tenant))
  const [book] = await engine.sql<{ entries: number; sealed: number }>(
    `select (select count(*) from journal_entries)::int as entries,
       (select max(last_seq) from ledger_blocks)::int as sealed`,
  )
  return {
    ...{ entries: book?.entries ?? 0, sealed: book?.sealed ?? 0 },
    ...{ tenant, captured, partly, held, canceled, declined, challenged, lost },
    ...{ late, shared, refund: refund.id, failedRefund: failedRefund.id },
    ...{ setUp, challengedSetUp, lostSetUp },
    capturing: { ...capturing, modification: modification?.id ?? '' },
  }
}

/** Takes payments at once, and refunds some of them. */
export async function payForAWhile(
  engine: TestEngine,
  tenant: Tenant,
  payments: number,
): Promise<void> {
  const ctx = engine.context(tenant)
  const card = { amount: 2000n, currency: 'usd', payment_method: 'pm_card_visa', confirm: true }
  await Promise.all(
    Array.from({ length: payments }, async (_, index) => {
      const { id } = await createIntent(ctx, card)
      if (index % 3 === 0) await createRefund(ctx, { payment_intent: id, amount: 500n })
    }),
  )
}

function asKeyed(ctx: PaymentContext): PaymentContext {
  return { ...ctx, origin: { requestId: 'req_lost', idempotencyKey: lostKey } }
}

function inProgress({ merchant, livemode }: Tenant) {
  const row = write('idempotent_requests', {
    ...{ owner_id: merchant.id, livemode, key: lostKey, version: 1, fingerprint: 'f' },
    ...{ created_at: new Date(Date.now() - dayMs), request_id: 'req_lost', state: 'in_progress' },
    ...{ status: null, body: null, result: null },
  })
  return { merchantId: merchant.id, livemode, inserts: [row], replaces: [], entries: [] }
}
