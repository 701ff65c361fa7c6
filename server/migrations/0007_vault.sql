-- Cards at rest. Each PSP has data keys of its own; a data key is stored only wrapped by the master key,
-- which is never in the database. A number is AES-256-GCM ciphertext bound to its tenant, key and record,
-- so that a row copied elsewhere cannot be opened. CVCs are not stored at all.
create table data_keys (
  id id primary key,
  psp_id id not null references psps (id),
  purpose text not null check (purpose in ('encryption', 'fingerprint')),
  version int not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  master_key_id text not null,
  wrapped text not null
);
create index data_keys_of_psp on data_keys (psp_id, purpose, id);
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
create index payment_methods_by_data_key on payment_methods (data_key_id) where data_key_id is not null;
call switchyard.protect('payment_methods');
call switchyard.make_writable('payment_methods');
