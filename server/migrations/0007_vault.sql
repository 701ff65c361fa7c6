-- Cards at rest. Each PSP has data keys of its own, apart for test and live mode; a data key is stored only
-- wrapped by a master key, which is never in the database. A number is AES-256-GCM ciphertext bound to its
-- tenant, key and record, so that a row copied elsewhere cannot be opened. CVCs are not stored at all.
create table data_keys (
  id id primary key,
  psp_id id not null references psps (id),
  livemode boolean not null,
  purpose text not null check (purpose in ('encryption', 'fingerprint')),
  version int not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  destroyed_at timestamptz,
  master_key_id text not null,
  wrapped text,
  -- A destroyed key leaves its row, so that what was sealed with it can still be told from nonsense.
  check ((wrapped is null) = (destroyed_at is not null)),
  check (destroyed_at is null or retired_at is not null)
);
-- Two servers that make a PSP's first key, or its next one, at the same moment: one of them wins.
create unique index current_data_keys on data_keys (psp_id, livemode, purpose) where retired_at is null;
alter table data_keys enable row level security, force row level security;
create policy system on data_keys to switchyard_system using (true) with check (true);
create policy commit on data_keys to switchyard_commit using (true) with check (true);
grant select on data_keys to switchyard_system, switchyard_commit;
call switchyard.make_writable('data_keys');

create table payment_methods (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  type text not null,
  customer_id id,
  fingerprint text,
  data_key_id id,
  sealed text,
  metadata jsonb not null,
  details json not null,
  primary key (merchant_id, livemode, id)
);
create index payment_methods_of_customer on payment_methods (merchant_id, livemode, customer_id, id)
  where customer_id is not null;
call switchyard.protect('payment_methods');
call switchyard.make_writable('payment_methods');
