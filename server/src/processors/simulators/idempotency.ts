import { createHash } from 'node:crypto'
import type { Clock } from '../../kernel/index.ts'
import type { Records } from './records.ts'
import type { WireAnswer } from './wire.ts'

interface Kept {
  readonly fingerprint: string
  readonly answer: WireAnswer
  readonly atMs: number
}

/** What a key led to: a first run, the same answer again, or a refusal the protocol words itself. */
export type Keyed =
  | { readonly is: 'first' | 'replay'; readonly answer: WireAnswer }
  | { readonly is: 'other_parameters' | 'in_progress' }

export interface IdempotencyStore {
  /**
   * @param scope the account, and what else separates keys from one another
   * @param content everything that must be the same for the key to mean the same
   * @param keep whether this answer is stored: a processor may forget failures
   */
  run(
    scope: string,
    key: string,
    content: string,
    execute: () => Promise<WireAnswer>,
    keep: (answer: WireAnswer) => boolean,
  ): Promise<Keyed>
}

/** Answers by key, for as long as the processor documents; kept in the records, content only as a hash. */
export function openIdempotency(
  records: Records,
  clock: Clock,
  windowMs: number,
): IdempotencyStore {
  const kept = records.collection<Kept>('idempotency')
  const inProgress = new Set<string>()
  return {
    async run(scope, key, content, execute, keep) {
      const slot = `${scope}/${key}`
      const fingerprint = createHash('sha256').update(content).digest('base64url')
      if (inProgress.has(slot)) return { is: 'in_progress' }
      const found = kept.get(slot)
      if (found !== undefined && clock.now().getTime() - found.atMs < windowMs) {
        if (found.fingerprint !== fingerprint) return { is: 'other_parameters' }
        return { is: 'replay', answer: found.answer }
      }
      inProgress.add(slot)
      try {
        const answer = await execute()
        if (keep(answer)) kept.put(slot, { fingerprint, answer, atMs: clock.now().getTime() })
        return { is: 'first', answer }
      } finally {
        inProgress.delete(slot)
      }
    },
  }
}
