import type { DisputeStory } from '../../test/dispute-story.ts'
import type { PlantedBreach } from './test-ledger-breaches.ts'

/** Ways to break the disputes of the story. */
export function disputeBreaches({ open, won, inquiry }: DisputeStory): PlantedBreach[] {
  return [
    [
      'disputes-are-in-the-ledger',
      `update disputes set status = 'won', withdrawn = false where id = '${open.dispute}'`,
      `${open.dispute}: is won for 0 usd and names`,
    ],
    [
      'disputes-are-in-the-ledger',
      `delete from journal_entries where source_id = '${won.dispute}' and kind = 'dispute_won'`,
      `${won.dispute}: is won for 0 usd and names`,
    ],
    [
      'disputes-are-in-the-ledger',
      `update disputes set status = 'lost', withdrawn = true where id = '${inquiry.dispute}'`,
      'none have taken 0  and 0 fees',
    ],
    [
      'disputes-are-in-the-ledger',
      `update disputes set details = (details::jsonb || '{"entries": []}')::json
       where id = '${won.dispute}'`,
      `${won.dispute}: is won for 0 usd and names []`,
    ],
    [
      'disputes-are-in-the-ledger',
      `delete from disputes where id = '${open.dispute}'`,
      `${open.dispute}: books 2000 disputed, and no dispute says so`,
    ],
    [
      'charges-know-of-their-disputes',
      `update attempts set disputed = false where id = '${open.attempt}'`,
      `${open.attempt}: says ${open.dispute} and disputed: f`,
    ],
    [
      'charges-know-of-their-disputes',
      `delete from disputes where id = '${inquiry.dispute}'`,
      `${inquiry.attempt}: says ${inquiry.dispute} and disputed: f, and its last dispute is none`,
    ],
    [
      'tenants-agree',
      `update disputes set amount = 2001 where id = '${inquiry.dispute}'`,
      `${inquiry.dispute}: disputes 2001 usd`,
    ],
  ]
}
