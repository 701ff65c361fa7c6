-- The one function that writes. It takes a whole batch of changes, a JSON array of rows for each table, and
-- applies it atomically. Whatever one change may not do raises: SY001 a row moved on, SY002 an account
-- would be overdrawn, SY003 the period is closed, 23505 a key or id exists. The caller then commits the
-- changes of the batch one by one, so only the one at fault is refused.
create function commit_changes(
  insert_tables text[], insert_rows json[],
  replace_tables text[], replace_rows json[], replace_counts bigint[],
  heads json, entries json, balances json, funds json, releases json, guards json
) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  for i in 1 .. coalesce(array_length(replace_tables, 1), 0) loop
    perform switchyard.replace_rows(replace_tables[i], replace_rows[i], replace_counts[i]);
  end loop;
  for i in 1 .. coalesce(array_length(insert_tables, 1), 0) loop
    perform switchyard.insert_rows(insert_tables[i], insert_rows[i]);
  end loop;
  if entries is null then
    return;
  end if;

  -- The head row is locked first: it orders everyone who posts to this merchant's book.
  with added as (
    select * from json_to_recordset(heads) as h(merchant_id id, livemode boolean, entries bigint)
  ), moved as (
    insert into ledger_heads as h (merchant_id, livemode, last_seq)
    select a.merchant_id, a.livemode, a.entries from added a order by 1, 2
    on conflict (merchant_id, livemode) do update set last_seq = h.last_seq + excluded.last_seq
    returning h.merchant_id, h.livemode, h.last_seq, h.closed_through
  )
  insert into journal_entries (merchant_id, livemode, seq, id, kind, currency, accounts, posted, pending,
    source_id, resolves, available_at, effective_at, created_at, description)
  select e.merchant_id, e.livemode, m.last_seq - a.entries + e.seq, e.id, e.kind, e.currency, e.accounts,
    e.posted, e.pending, e.source_id, e.resolves, e.available_at,
    -- An entry dated into a closed period has no date it could be stored with: the row refuses.
    case when m.closed_through is null or e.effective_at > m.closed_through then e.effective_at
      else switchyard.refuse_closed(m.closed_through) end,
    e.created_at, e.description
  from json_populate_recordset(null::journal_entries, entries) as e
  join moved m using (merchant_id, livemode)
  join added a using (merchant_id, livemode);

  insert into account_balances as b
  select * from json_populate_recordset(null::account_balances, balances) order by 1, 2, 3, 4
  on conflict (merchant_id, livemode, account, currency) do update set
    posted_debits = b.posted_debits + excluded.posted_debits,
    posted_credits = b.posted_credits + excluded.posted_credits,
    pending_debits = b.pending_debits + excluded.pending_debits,
    pending_credits = b.pending_credits + excluded.pending_credits;

  if funds is not null then
    insert into pending_funds as f
    select * from json_populate_recordset(null::pending_funds, funds) order by 1, 2, 3, 4
    on conflict (merchant_id, livemode, currency, available_at) do update set amount = f.amount + excluded.amount;
  end if;

  -- A release takes all there is. Two workers who release the same funds have both read them: one is late.
  if releases is not null and exists (
    select from json_populate_recordset(null::pending_funds, releases) r
    join pending_funds f using (merchant_id, livemode, currency, available_at)
    where f.amount <> 0
  ) then
    raise exception 'pending funds have moved on' using errcode = 'SY001';
  end if;

  if guards is not null and exists (
    select from json_populate_recordset(null::account_balances, guards) g
    join account_balances b using (merchant_id, livemode, account, currency)
    where b.posted_credits < b.posted_debits
  ) then
    raise exception 'an account would be overdrawn' using errcode = 'SY002';
  end if;
end
$$;

create function switchyard.refuse_closed(through timestamptz) returns timestamptz language plpgsql as $$
begin
  raise exception 'the books are closed through %', through using errcode = 'SY003';
end
$$;

alter function commit_changes owner to switchyard_commit;
revoke execute on function commit_changes from public;
grant execute on function commit_changes to switchyard_system;
