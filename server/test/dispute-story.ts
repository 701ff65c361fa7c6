import { settleDispute } from '../src/disputes/index.ts'
import { money } from '../src/kernel/index.ts'
import { createIntent } from '../src/payments/index.ts'
import type { Tenant } from '../src/tenants/index.ts'
import type { TestEngine } from './engine.ts'
import { eventually } from './shop.ts'

/** Ids of disputes by what became of them, and of the charges they are about. */
export interface DisputeStory {
  readonly open: Disputed
  readonly won: Disputed
  readonly inquiry: Disputed
}
interface Disputed {
  readonly dispute: string
  readonly attempt: string
}

/** Lives through complaints of every kind at a stripe simulator that tells us nothing by itself. */
export async function disputeStory(engine: TestEngine, tenant: Tenant): Promise<DisputeStory> {
  const ctx = engine.context(tenant)
  const pay = async (method: string) => {
    const { id } = await createIntent(ctx, {
      ...{ amount: 2000n, currency: 'usd', payment_method: method, confirm: true },
    })
    return id
  }
  const disputed = async (method: string) => hearOfDispute(engine, tenant, await pay(method))
  const defended = await pay('pm_card_createDispute')
  await hearOfDispute(engine, tenant, defended)
  return {
    open: await disputed('pm_card_createDispute'),
    won: await hearOfDispute(engine, tenant, defended, 'winning_evidence'),
    inquiry: await disputed('pm_card_createDisputeInquiry'),
  }
}

/**
 * Has us hear of the dispute of a payment, as a notification would.
 * @param evidence what is submitted at the processor before
 */
export async function hearOfDispute(
  { sql, simulators, context }: TestEngine,
  tenant: Tenant,
  intentId: string,
  evidence?: string,
): Promise<Disputed> {
  const ctx = context(tenant)
  const [attempt] = await sql<{ id: string; account: string; reference: string }>(
    `select id, processor_account_id as account, processor_reference as reference
     from attempts where intent_id = $1`,
    [intentId],
  )
  if (attempt === undefined) throw new Error(`${intentId} was not tried.`)
  const account = await ctx.account(attempt.account)
  const headers = { authorization: `Bearer ${account?.credentials['secret_key']}` }
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${simulators.url}/stripe/v1/disputes${path}`, { ...init, headers })
    return (await answer.json()) as { data: { id: string }[] }
  }
  const { data } = await eventually(
    () => ask(`?payment_intent=${attempt.reference}`),
    (page) => page.data.length > 0,
  )
  const processorReference = data[0]?.id ?? ''
  if (evidence !== undefined) {
    const body = new URLSearchParams({ 'evidence[uncategorized_text]': evidence })
    await ask(`/${processorReference}`, { method: 'POST', body })
  }
  await settleDispute(ctx, attempt.id, {
    ...{ outcome: 'dispute', processorReference, status: 'needs_response' },
    ...{ reason: 'fraudulent', amount: money(2000, 'usd') },
  })
  const [row] = await sql<{ id: string }>('select id from disputes where attempt_id = $1', [
    attempt.id,
  ])
  return { dispute: row?.id ?? '', attempt: attempt.id }
}
