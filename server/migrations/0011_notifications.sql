-- What processors tell us, as it came and after it was verified: kept until what it is about is settled,
-- and after that as evidence. It belongs to the PSP whose processor account it came to; which merchant's it
-- is, its reference says. The same id is the same notification, however often it comes. `headers` has no
-- credentials, so `answer` keeps what the verified body said. The worker tries again at next_try_at.
create table notifications (
  psp_id id not null references psps (id),
  processor_account_id id not null references processor_accounts (id),
  id text collate "C" not null,
  livemode boolean not null,
  received_at timestamptz not null,
  type text not null,
  subject text not null,
  reference text,
  processor_reference text not null,
  answer json not null,
  headers json not null,
  body text not null,
  state text not null check (state in ('received', 'settled', 'ignored', 'orphan')),
  tries int not null,
  next_try_at timestamptz,
  primary key (psp_id, processor_account_id, id),
  constraint tried_again_until_done check (next_try_at is null or state in ('received', 'orphan'))
) with (fillfactor = 80);
create index notifications_to_settle on notifications (next_try_at) where next_try_at is not null;

alter table notifications enable row level security, force row level security;
-- Its merchants' requests see none: which merchant's one is, only its reference says.
create policy tenant on notifications to switchyard_tenant
  using (psp_id = (select nullif(current_setting('app.psp', true), ''))
    and (select coalesce(current_setting('app.merchant', true), '') = '')
    and livemode = (select current_setting('app.livemode', true) = 'true'))
  with check (psp_id = (select nullif(current_setting('app.psp', true), ''))
    and (select coalesce(current_setting('app.merchant', true), '') = '')
    and livemode = (select current_setting('app.livemode', true) = 'true'));
create policy system on notifications to switchyard_system using (true) with check (true);
grant select on notifications to switchyard_tenant;
grant select, insert, update on notifications to switchyard_system;
