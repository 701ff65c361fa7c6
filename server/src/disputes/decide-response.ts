import type { Entry, Write } from '../db/index.ts'
import { revise } from '../payments/index.ts'
import type { Declined, DisputeNews, NotSent } from '../processors/index.ts'
import { type DecidedDispute, type Disputed, type DisputeWorld, decideNews } from './decide-news.ts'
import { type Dispute, writeDispute } from './model.ts'

/**
 * "We are about to ask": the dispute with what is asked and the key its processor will know it by. Pure.
 * @param changed the dispute one version on
 */
export function startResponse(
  changed: Dispute,
  asking: 'evidence' | 'close',
  how: { at: Date; checkAt: Date; requestKey: string | null },
): Dispute {
  return {
    ...changed,
    ...{ asking, request_key: how.requestKey },
    processor_key: `sy_${changed.id}_${changed.version}`,
    asked_at: how.at,
    check_at: how.checkAt,
    checks: 0,
  }
}

/**
 * What a processor's answer makes of a dispute that asked. A refusal, or proof that it was never sent, leaves
 * it as it was before. Pure.
 */
export function decideResponse(
  { dispute, attempt }: Disputed,
  answer: DisputeNews | Declined | NotSent,
  world: DisputeWorld,
): DecidedDispute {
  const done = { ...dispute, asking: null, check_at: null }
  if (answer.outcome !== 'dispute') return onlyDispute(revise(done, {}), attempt)
  const { asking, asked_at: askedAt, due_by: dueBy, details } = dispute
  const isLate = askedAt !== null && dueBy !== null && askedAt > dueBy
  const answered: Dispute =
    asking === 'evidence'
      ? { ...done, details: { ...details, submissions: details.submissions + 1, past_due: isLate } }
      : done
  const decided = decideNews({ dispute, attempt }, answer, world, answered)
  return decided ?? onlyDispute(revise(answered, {}), attempt)
}

/** Nobody knows: it is looked up later. Pure. */
export function awaitResponse({ dispute, attempt }: Disputed, checkAt: Date): DecidedDispute {
  const checks = dispute.checks + 1
  return onlyDispute(revise(dispute, { check_at: checkAt, checks }), attempt)
}

function onlyDispute(dispute: Dispute, attempt: Disputed['attempt']): DecidedDispute {
  const entries: Entry[] = []
  const replaces: Write[] = [writeDispute(dispute)]
  return { ...{ dispute, attempt, entries, replaces }, inserts: [] }
}
