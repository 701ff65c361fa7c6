import { onCurrentRows } from '../db/index.ts'
import {
  type MetadataPatch,
  mergeMetadata,
  type PaymentContext,
  revise,
} from '../payments/index.ts'
import { changeOf } from '../tenants/index.ts'
import { beginResponse, finishResponse } from './ask-response.ts'
import { refuse } from './errors.ts'
import type { Dispute } from './model.ts'
import { requireOpen, requireResponse } from './require-open.ts'
import { getDispute } from './store.ts'
import { changeOfDispute, shownDispute } from './write-dispute.ts'

/** What a merchant says of a dispute. */
export interface UpdateDispute {
  /** Texts by name; '' takes one back. */
  readonly evidence?: Readonly<Record<string, string>>
  readonly metadata?: MetadataPatch
  /** Whether to send the evidence on; else it is kept, to be sent later. */
  readonly submit: boolean
}

const longestEvidence = 150_000

/**
 * Changes what is said of a dispute, and sends it on if that is wanted.
 * @throws {Problem} `dispute_state_conflict`, `dispute_in_progress`, `dispute_response_unsupported`,
 *   `evidence_missing`, `evidence_too_long`; nothing was sent. `dispute_response_refused` when the processor
 *   says no
 */
export async function updateDispute(
  ctx: PaymentContext,
  id: string,
  { evidence, metadata, submit }: UpdateDispute,
): Promise<Dispute> {
  const isAnswer = evidence !== undefined || submit
  const changed = await onCurrentRows(async () => {
    const before = await getDispute(ctx, id)
    if (isAnswer) requireOpen(before)
    const said = Object.entries({ ...before.details.evidence, ...evidence })
    const kept = Object.fromEntries(said.filter(([, text]) => text !== ''))
    requireEvidence(kept, submit)
    const after = revise(before, {
      metadata: mergeMetadata(before.metadata, metadata),
      details: { ...before.details, evidence: kept },
    })
    if (submit) {
      await requireResponse(ctx, after)
      return beginResponse(ctx, before, after, 'evidence')
    }
    await ctx.conclude(changeOf(ctx, changeOfDispute(ctx, before, after)), shownDispute(after))
    return after
  })
  return submit ? finishResponse(ctx, changed) : changed
}

function requireEvidence(evidence: Readonly<Record<string, string>>, submit: boolean): void {
  const texts = Object.values(evidence)
  if (submit && texts.length === 0) {
    throw refuse('evidence_missing', 'There is no evidence to submit.', { param: 'evidence' })
  }
  if (texts.reduce((sum, text) => sum + text.length, 0) > longestEvidence) {
    throw refuse(
      'evidence_too_long',
      `All evidence together may have at most ${longestEvidence} characters.`,
      { param: 'evidence' },
    )
  }
}
