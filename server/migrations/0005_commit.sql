-- The one function that writes. It takes a whole batch of changes, an array of rows for each table, and
-- applies it atomically. Whatever one change may not do raises: SY001 a row moved on, SY002 an account
-- would be overdrawn, SY003 the period is closed, 23505 a key or id exists. The caller then commits the
-- changes of the batch one by one, so only the one at fault is refused.

-- Posts a batch's entries. `last_seq` of a head is how many entries the batch adds to that book, and `seq` of an
-- entry its place counted back from the last of them, which is 0.
create function switchyard.post_entries(
  heads ledger_heads[], entries journal_entries[], balances account_balances[],
  funds pending_funds[], releases pending_funds[], guards account_balances[]
) returns void
language plpgsql as $$
begin
  -- The head row is locked first: it orders everyone who posts to this merchant's book.
  with moved as (
    insert into public.ledger_heads as h select * from unnest(heads) order by 1, 2
    on conflict (merchant_id, livemode) do update set last_seq = h.last_seq + excluded.last_seq
    returning h.merchant_id, h.livemode, h.last_seq, h.closed_through
  )
  insert into public.journal_entries (merchant_id, livemode, seq, id, kind, currency, accounts, posted, pending,
    source_id, resolves, available_at, effective_at, created_at, description)
  select e.merchant_id, e.livemode, m.last_seq + e.seq, e.id, e.kind, e.currency, e.accounts,
    e.posted, e.pending, e.source_id, e.resolves, e.available_at,
    -- An entry dated into a closed period has no date it could be stored with: the row refuses.
    case when m.closed_through is null or e.effective_at > m.closed_through then e.effective_at
      else switchyard.refuse_closed(m.closed_through) end,
    e.created_at, e.description
  from unnest(entries) as e join moved m using (merchant_id, livemode);

  insert into public.account_balances as b select * from unnest(balances) order by 1, 2, 3, 4
  on conflict (merchant_id, livemode, account, currency) do update set
    posted_debits = b.posted_debits + excluded.posted_debits,
    posted_credits = b.posted_credits + excluded.posted_credits,
    pending_debits = b.pending_debits + excluded.pending_debits,
    pending_credits = b.pending_credits + excluded.pending_credits;

  if funds is not null then
    insert into public.pending_funds as f select * from unnest(funds) order by 1, 2, 3, 4
    on conflict (merchant_id, livemode, currency, available_at) do update set amount = f.amount + excluded.amount;
  end if;

  -- A release takes all there is. Two workers who release the same funds have both read them: one is late.
  if releases is not null and exists (
    select from unnest(releases) r
    join public.pending_funds f using (merchant_id, livemode, currency, available_at)
    where f.amount <> 0
  ) then
    raise exception 'pending funds have moved on' using errcode = 'SY001';
  end if;

  if guards is not null and exists (
    select from unnest(guards) g
    join public.account_balances b using (merchant_id, livemode, account, currency)
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

-- Makes `commit_changes`, with a parameter for each table that can be written; anew whenever there is one more.
-- Tables come in the order they were made, so a row is there before what refers to it.
create procedure switchyard.make_commit()
language plpgsql as $$
declare
  parameters text;
  calls text;
begin
  select string_agg(format('%1$I public.%1$I[] default null, ', t), '' order by place),
    string_agg(format('if %1$I is not null then perform switchyard.%2$I(%1$I); end if; ', t, 'write_' || t), '' order by place)
  into parameters, calls
  from (
    select substr(proname, 7) as t, oid as place from pg_proc
    where pronamespace = 'switchyard'::regnamespace and proname like 'write\_%'
  ) as writers;
  drop function if exists public.commit_changes;
  execute format($f$
    create function public.commit_changes(%s
      ledger_heads public.ledger_heads[] default null, journal_entries public.journal_entries[] default null,
      account_balances public.account_balances[] default null, pending_funds public.pending_funds[] default null,
      releases public.pending_funds[] default null, guards public.account_balances[] default null
    ) returns void
    language plpgsql security definer set search_path = public, pg_temp as $body$
    begin
      %s
      if journal_entries is not null then
        perform switchyard.post_entries(ledger_heads, journal_entries, account_balances, pending_funds, releases, guards);
      end if;
    end $body$ $f$, parameters, calls);
  alter function public.commit_changes owner to switchyard_commit;
  revoke execute on function public.commit_changes from public;
  grant execute on function public.commit_changes to switchyard_system;
  -- The rest of the world does not even see the schema; these rights are the commit role's alone.
  revoke execute on all functions in schema switchyard from public;
  grant execute on all functions in schema switchyard to switchyard_commit;
end
$$;
call switchyard.make_commit();
