-- Operator, PSP, merchant. Small tables every server may hold in memory: reference tables on a
-- distributed PostgreSQL. A PSP sees its own merchants and keys, by row-level security too.
create table psps (
  id id primary key,
  version int not null,
  name text not null check (name <> ''),
  country text not null,
  created_at timestamptz not null,
  settings json not null,
  metadata jsonb not null
);

-- A live merchant takes live payments and tries things out in test mode; one made in test mode does not
-- exist for live keys. Only its own mode's keys may change it.
create table merchants (
  id id primary key,
  psp_id id not null references psps (id),
  livemode boolean not null,
  version int not null,
  created_at timestamptz not null,
  country text not null,
  default_currency text not null,
  email text,
  status text not null check (status in ('active', 'rejected', 'deleted')),
  pricing json not null,
  details json not null,
  metadata jsonb not null
);
create index merchants_of_psp on merchants (psp_id, id);

-- A key is stored as a hash only; the text is shown once. merchant_id is null for a PSP's own keys, and
-- both are null for an operator's.
create table api_keys (
  id id primary key,
  hash text collate "C" not null unique,
  version int not null,
  kind text not null check (kind in ('secret', 'publishable', 'restricted', 'psp', 'operator')),
  psp_id id references psps (id),
  merchant_id id references merchants (id),
  livemode boolean not null,
  name text,
  hint text not null,
  permissions json not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  replaced_by id,
  check ((kind in ('secret', 'publishable', 'restricted')) = (merchant_id is not null)),
  check ((kind = 'operator') = (psp_id is null))
);
create index api_keys_of_owner on api_keys (psp_id, merchant_id, id);

-- Where a PSP's payments go: an account at a processor. merchant_id narrows it to one merchant.
-- Credentials are the vault's ciphertext. A base_url of `simulator:<name>` is the simulator of that name,
-- wherever this installation runs it.
create table processor_accounts (
  id id primary key,
  psp_id id not null references psps (id),
  merchant_id id references merchants (id),
  livemode boolean not null,
  version int not null,
  created_at timestamptz not null,
  processor text not null,
  name text not null,
  base_url text not null,
  status text not null check (status in ('active', 'disabled')),
  priority int not null,
  credentials text not null,
  costs json not null,
  unique (psp_id, livemode, name),
  check (not livemode or base_url like 'https://%')
);

-- A merchant's requests see, of its PSP's rows, what is its own or shared by all the PSP's merchants. Live and
-- test mode do not see each other; only a merchant made for live mode is there in both.
do $$
declare
  merchant text := '(select nullif(current_setting(''app.merchant'', true), ''''))';
  mode text := '(select current_setting(''app.livemode'', true) = ''true'')';
  t text;
  mine text;
begin
  foreach t in array array['psps', 'merchants', 'api_keys', 'processor_accounts'] loop
    mine := format('%s = (select nullif(current_setting(''app.psp'', true), ''''))',
        case t when 'psps' then 'id' else 'psp_id' end)
      || case t
        when 'psps' then ''
        when 'merchants' then format(' and coalesce(id = %s, true) and (livemode or not %s)', merchant, mode)
        when 'api_keys' then format(' and (%1$s is null or merchant_id = %1$s) and livemode = %2$s', merchant, mode)
        else format(' and coalesce(merchant_id = %s, true) and livemode = %s', merchant, mode)
      end;
    execute format('alter table %I enable row level security, force row level security', t);
    execute format('create policy tenant on %1$I to switchyard_tenant using (%2$s) with check (%2$s)', t, mine);
    execute format('create policy system on %I to switchyard_system using (true) with check (true)', t);
    execute format('create policy commit on %I to switchyard_commit using (true) with check (true)', t);
    execute format('grant select on %I to switchyard_tenant, switchyard_system, switchyard_commit', t);
    call switchyard.make_writable(t);
  end loop;
end
$$;
