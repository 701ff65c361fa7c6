import { Problem } from '../kernel/index.ts'
import {
  type Adapter,
  type Answer,
  adapterFor,
  type LookupAsk,
  type NotFound,
  type Unknown,
} from '../processors/index.ts'
import { askProcessor } from './ask-processor.ts'
import type { OpenAccount, PaymentContext } from './context.ts'

/** An ask whose answer is missing. */
export interface Asked {
  readonly askedAt: Date
  readonly lookup: LookupAsk
  /** Asks again, the same thing with the same key. */
  repeat(): Promise<Answer>
}

const hourMs = 3_600_000
/** A key that may expire while the repeat is on its way is not relied upon. */
const marginMs = 10 * 60_000

/**
 * Finds out what became of an ask, never risking a second one:
 *
 * 1. The processor is asked for it by our reference, where it can be.
 * 2. Where it cannot, or says it never saw it, the ask is repeated with its own key while the processor
 *    still keeps that key: whichever of the two arrives is the only one that counts.
 * 3. Past the key's window, "never saw it" is proof that nothing was charged; with no look-up there is no
 *    proof, so it stays unknown and a person is told.
 *
 * @see docs/adr/0005-unknown-is-an-answer.md
 */
export async function findOut(
  ctx: PaymentContext,
  account: OpenAccount,
  asked: Asked,
): Promise<Answer> {
  const { lookup, capabilities } = adapterFor(account.processor)
  const isKeyKept =
    ctx.clock.now().getTime() <
    asked.askedAt.getTime() + capabilities.idempotency.windowHours * hourMs - marginMs
  const found = await tryLookup(ctx, account, lookup, asked.lookup)
  if (found !== undefined && found.outcome !== 'not_found') return found
  if (isKeyKept) return repeatSafely(asked)
  if (found !== undefined) return { outcome: 'not_sent', reason: 'the processor never saw it' }
  ctx.alert('An ask is older than its key and cannot be looked up', {
    reference: asked.lookup.reference,
    account: account.id,
  })
  return { outcome: 'unknown', reason: 'the processor cannot look it up and has forgotten its key' }
}

async function tryLookup(
  ctx: PaymentContext,
  account: OpenAccount,
  lookup: Adapter['lookup'],
  ask: LookupAsk,
): Promise<Answer | NotFound | undefined> {
  return lookup === undefined
    ? undefined
    : provesNothing(await askProcessor(ctx, account, lookup, ask))
}

async function repeatSafely({ repeat }: Asked): Promise<Answer> {
  try {
    return provesNothing(await repeat())
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { outcome: 'unknown', reason: `the ask cannot be repeated: ${error.code}` }
  }
}

/** A question that never left proves nothing about the first ask. */
function provesNothing<A extends Answer | NotFound>(answer: A): A | Unknown {
  return answer.outcome === 'not_sent'
    ? { outcome: 'unknown', reason: `the question was not sent: ${answer.reason}` }
    : answer
}
