import { expect, test } from 'vitest'
import { hearOfDispute } from '../../test/dispute-story.ts'
import { testEngine } from '../../test/engine.ts'
import { updateDispute } from '../disputes/index.ts'
import { createIntent, paymentTools } from '../payments/index.ts'
import { createRepair } from './repair.ts'

const engine = await testEngine()
const { database, committer, parts, sql, simulators } = engine

test('an answer to a dispute that was lost is found out when it is due', async () => {
  const tenant = await engine.merchant(['stripe'])
  const ctx = engine.context(tenant)
  const { id } = await createIntent(ctx, {
    ...{ amount: 2000n, currency: 'usd', payment_method: 'pm_card_createDispute', confirm: true },
  })
  const { dispute } = await hearOfDispute(engine, tenant, id)
  simulators.controls.stripe.addFaults([{ operation: 'dispute', fault: 'drop_after', times: 1 }])
  const evidence = { uncategorized_text: 'winning_evidence' }
  expect(await updateDispute(ctx, dispute, { evidence, submit: true })).toMatchObject({
    ...{ status: 'needs_response', asking: 'evidence' },
  })
  const repair = createRepair({
    ...{ database, committer, clock: ctx.clock, directory: parts.directory },
    tools: (context) => paymentTools(context, parts),
    failed(error) {
      throw error
    },
  })
  await sql('update disputes set check_at = now() where id = $1', [dispute])
  await repair()
  expect(
    await sql('select status, asking, withdrawn from disputes where id = $1', [dispute]),
  ).toEqual([{ status: 'won', asking: null, withdrawn: false }])
})
