import type { Story } from '../../test/payment-story.ts'

/** The check that must speak, what somebody did, and what must be said of it. */
export type PlantedBreach = readonly [check: string, statements: string, says: string]

/** Ways to break the ledger of the story. */
export function ledgerBreaches(story: Story): PlantedBreach[] {
  const { entries, sealed } = story
  return [
    [
      'entries-balance',
      `alter table journal_entries drop constraint postings_balance;
     update journal_entries set posted[1] = posted[1] + 1 where source_id = '${story.captured.attempt}'`,
      'captured is off by 1 posted, 0 pending',
    ],
    [
      'entries-speak-of-known-accounts',
      `update journal_entries set accounts[2] = 'pocket' where source_id = '${story.captured.attempt}'`,
      'captured posts to processor_clearing, pocket, psp_fee_revenue',
    ],
    [
      'entries-speak-of-known-accounts',
      `update journal_entries set kind = 'gift' where source_id = '${story.captured.attempt}'`,
      'gift posts to',
    ],
    [
      'balances-are-sums-of-postings',
      `update account_balances set posted_debits = posted_debits + 5, posted_credits = posted_credits + 5
     where account = 'merchant_available'`,
      'merchant_available usd: has 5/',
    ],
    [
      'balances-are-sums-of-postings',
      `delete from account_balances where account = 'psp_fee_revenue'`,
      'psp_fee_revenue usd: has / posted and / pending',
    ],
    [
      'available-funds-are-not-overdrawn',
      `update account_balances set posted_debits = posted_credits + 1 where account = 'merchant_available'`,
      'merchant_available usd: is at -1, and only 0 may be missing',
    ],
    [
      'books-have-no-gaps',
      'delete from journal_entries where seq = 3',
      `ledger: has ${entries - 1} entries up to ${entries} and a head at ${entries}; the first one missing is 3`,
    ],
    [
      'books-have-no-gaps',
      'update ledger_heads set last_seq = last_seq + 1',
      `ledger: has ${entries} entries up to ${entries} and a head at ${entries + 1}; the first one missing is ${entries + 1}`,
    ],
    [
      'pending-entries-are-settled-once',
      `drop index journal_entries_resolve_once; update journal_entries set resolves = (
       select id from journal_entries where source_id = '${story.canceled.attempt}' and kind = 'authorized')
     where source_id = '${story.held.attempt}'`,
      `which is of ${story.canceled.attempt} and not of ${story.held.attempt}`,
    ],
    [
      'pending-entries-are-settled-once',
      `update journal_entries set resolves = 'je_none' where source_id = '${story.held.attempt}'`,
      'settles je_none, which is not there',
    ],
    [
      'holds-are-authorized-attempts',
      `update attempts set status = 'voided' where id = '${story.held.attempt}'`,
      `${story.held.attempt}: is authorized for 0, and the ledger holds 2000`,
    ],
    [
      'pending-funds-are-what-is-pending',
      'update pending_funds set amount = amount + 1',
      'is 1913, and its entries make 1912',
    ],
    [
      'pending-funds-are-what-is-pending',
      'delete from pending_funds',
      'is 0, and its entries make 1912',
    ],
    [
      'chains-are-intact',
      `update journal_entries set description = 'edited' where seq = 4`,
      'is not what was sealed',
    ],
    [
      'chains-are-intact',
      `update journal_entries set created_at = created_at + interval '1 microsecond' where seq = ${sealed}`,
      `ledger: entry ${sealed} (`,
    ],
    ['chains-are-intact', 'delete from journal_entries where seq = 4', 'entry 4 is missing'],
    [
      'chains-are-intact',
      `update journal_entries set seq = seq + 100 where seq > 4;
     update journal_entries set seq = seq - 99 where seq > 104;
     insert into journal_entries
       select (jsonb_populate_record(e, '{"id": "je_zz", "seq": 5}')).* from journal_entries e where seq = 1`,
      'entry 5 (je_zz) is not what was sealed',
    ],
    [
      'chains-are-intact',
      `update journal_entries set seq = 100 where seq = 5;
     update journal_entries set seq = 5 where seq = 7; update journal_entries set seq = 7 where seq = 100`,
      'ledger: entry 5 (',
    ],
    [
      'chains-are-intact',
      `delete from journal_entries where seq > ${sealed - 2}`,
      `ledger: entry ${sealed - 1} is missing`,
    ],
    [
      'chains-are-intact',
      `delete from journal_entries where seq >= ${sealed}; delete from ledger_blocks where first_seq = ${sealed};
     update ledger_heads set last_seq = ${sealed - 1}`,
      `ledger: entry ${sealed} is missing, or no longer sealed: ${sealed} were anchored`,
    ],
    [
      'chains-are-intact',
      'delete from journal_entries; delete from ledger_blocks; delete from ledger_heads',
      `ledger: entry 1 is missing, as is the whole book: ${sealed} were anchored`,
    ],
    [
      'chains-are-intact',
      'delete from ledger_blocks where first_seq = 1',
      `ledger: entry 1 has lost its block: the next is ${sealed}`,
    ],
    [
      'chains-are-intact',
      `update ledger_blocks set previous_hash = hash where first_seq = ${sealed}`,
      `ledger: entry ${sealed} does not continue the entries before it as they were sealed`,
    ],
    [
      'chains-are-intact',
      `update ledger_blocks set hash = previous_hash where first_seq = ${sealed}`,
      `ledger: entry ${sealed} is not what its block was sealed with`,
    ],
  ]
}
