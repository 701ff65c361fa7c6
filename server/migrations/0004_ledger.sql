-- The double-entry ledger. An entry is one immutable row that holds all its postings, so that "debits equal
-- credits" is a plain check on a row and not a promise about several. Postings are parallel arrays: line i
-- moves posted[i] (and pending[i]) on accounts[i]; a debit is positive, a credit negative. An entry has one
-- currency; a conversion is two entries that meet in a liquidity account. docs/adr/0003 has the reasons.
create function sums_to_zero(amounts bigint[]) returns boolean
language plpgsql immutable strict parallel safe as $$
declare
  total numeric := 0;
  amount bigint;
begin
  foreach amount in array amounts loop
    total := total + amount;
  end loop;
  return total = 0;
end
$$;

create table journal_entries (
  merchant_id id not null,
  livemode boolean not null,
  -- Gapless within a merchant's book, in commit order: what the hash chain runs over.
  seq bigint not null,
  id id not null,
  kind text not null,
  currency text not null,
  accounts text[] not null,
  posted bigint[] not null,
  pending bigint[] not null,
  source_id id not null,
  -- The pending entry this one settles; a pending entry is settled at most once.
  resolves id,
  -- When what it puts in merchant_pending becomes available to the merchant.
  available_at timestamptz,
  effective_at timestamptz not null,
  created_at timestamptz not null,
  description text,
  primary key (merchant_id, livemode, id),
  check (cardinality(accounts) > 0
    and cardinality(posted) = cardinality(accounts) and cardinality(pending) = cardinality(accounts)),
  constraint postings_balance check (sums_to_zero(posted) and sums_to_zero(pending))
);
create unique index journal_entries_in_order on journal_entries (merchant_id, livemode, seq);
create unique index journal_entries_resolve_once on journal_entries (merchant_id, livemode, resolves)
  where resolves is not null;
create index journal_entries_of_source on journal_entries (merchant_id, livemode, source_id);

-- Each posting as a row, for people and reports.
create view postings with (security_invoker = true) as
select e.merchant_id, e.livemode, e.id as entry_id, e.seq, line.number as line, line.account, e.currency,
  line.posted, line.pending, e.kind, e.source_id, e.effective_at, e.created_at
from journal_entries e
cross join lateral unnest(e.accounts, e.posted, e.pending) with ordinality as line(account, posted, pending, number);

-- Four counters that only grow; a balance is a difference of two of them.
create table account_balances (
  merchant_id id not null,
  livemode boolean not null,
  account text collate "C" not null,
  currency text collate "C" not null,
  posted_debits bigint not null check (posted_debits >= 0),
  posted_credits bigint not null check (posted_credits >= 0),
  pending_debits bigint not null check (pending_debits >= 0),
  pending_credits bigint not null check (pending_credits >= 0),
  primary key (merchant_id, livemode, account, currency)
) with (fillfactor = 50);

-- How much of merchant_pending becomes available at each moment. What a release leaves at nothing is
-- deleted by the sweep that finds what is due.
create table pending_funds (
  merchant_id id not null,
  livemode boolean not null,
  currency text collate "C" not null,
  available_at timestamptz not null,
  amount bigint not null,
  primary key (merchant_id, livemode, currency, available_at)
) with (fillfactor = 50);
create index pending_funds_due on pending_funds (available_at);

-- The end of each merchant's book, and the day up to which it is closed.
create table ledger_heads (
  merchant_id id not null,
  livemode boolean not null,
  last_seq bigint not null,
  closed_through timestamptz,
  primary key (merchant_id, livemode)
) with (fillfactor = 50);

-- The hash chain over entries, a block at a time. `marks` has the first eight bytes of each entry's hash, so
-- that an audit can name the entry somebody touched and not just its block.
create table ledger_blocks (
  merchant_id id not null,
  livemode boolean not null,
  first_seq bigint not null,
  last_seq bigint not null check (last_seq >= first_seq),
  previous_hash text not null,
  hash text not null,
  marks bytea not null check (length(marks) = 8 * (last_seq - first_seq + 1)),
  sealed_at timestamptz not null,
  primary key (merchant_id, livemode, first_seq)
);

call switchyard.protect('journal_entries');
call switchyard.protect('account_balances');
call switchyard.protect('pending_funds');
call switchyard.protect('ledger_heads');
call switchyard.protect('ledger_blocks');
grant select on postings to switchyard_tenant, switchyard_system;
grant insert on journal_entries to switchyard_commit;
grant insert, update on account_balances, pending_funds, ledger_heads to switchyard_commit;
grant insert on ledger_blocks to switchyard_system;
grant delete, update on pending_funds to switchyard_system;

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only; a correction is a new row', tg_table_name;
end
$$;
create trigger append_only before update or delete on journal_entries
  for each row execute function refuse_rewriting();
create trigger append_only before update or delete on ledger_blocks
  for each row execute function refuse_rewriting();
create trigger append_only_whole before truncate on journal_entries
  for each statement execute function refuse_rewriting();
create trigger append_only_whole before truncate on ledger_blocks
  for each statement execute function refuse_rewriting();
create trigger append_only before update or delete on events
  for each row execute function refuse_rewriting();
