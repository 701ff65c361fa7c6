import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { removeEmbedded, startEmbedded } from '../server/src/db/embedded/index.ts'
import { type Allowances, catalogueProblems } from './catalogue.ts'
import { rules } from './catalogue-rules.ts'

/** A small schema in which every rule has something to be right about. */
const clean = `
  create role switchyard_tenant;
  create role switchyard_system;
  create table psps (id text primary key);
  create table customers (
    merchant_id text references psps (id), id text, reference text,
    primary key (merchant_id, id), unique (merchant_id, reference)
  );
  create table charges (
    merchant_id text, id text, customer_id text, check_at timestamptz,
    primary key (merchant_id, id),
    foreign key (merchant_id, customer_id) references customers (merchant_id, id)
  );
  create index charges_of_customer on charges (merchant_id, customer_id);
  create index charges_to_check on charges (check_at);
  create table requests (owner_id text, key text, primary key (owner_id, key));
  alter table customers enable row level security, force row level security;
  alter table charges enable row level security, force row level security;
  alter table requests enable row level security, force row level security;
  create policy mine on customers
    using (merchant_id = current_setting('app.merchant')) with check (merchant_id = current_setting('app.merchant'));
  create policy mine on charges
    using (merchant_id = current_setting('app.merchant')) with check (merchant_id = current_setting('app.merchant'));
  create policy mine on requests
    using (owner_id = current_setting('app.merchant')) with check (owner_id = current_setting('app.merchant'));
  create policy sweep on charges to switchyard_system using (true) with check (true);
  create view recent with (security_invoker = true) as select * from charges;
  create function commit_changes() returns void language sql security definer
    set search_path = public, pg_temp as 'select';
  revoke execute on function commit_changes from public;
  grant select, insert, update, delete on customers, charges to switchyard_tenant, switchyard_system;
`

const allowances: Allowances = {
  referenceTables: ['psps'],
  ownerColumns: { requests: 'owner_id' },
  sweepIndexes: ['charges_to_check'],
  definerFunctions: ['commit_changes'],
  crossTenantRoles: ['switchyard_system'],
}

let client: pg.Client
let stop: (() => Promise<void>) | undefined

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-catalogue-'))
  const server = await startEmbedded({ dataDir, settings: { fsync: 'off' } })
  client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query(clean)
  stop = async () => {
    await client.end()
    await server.stop()
    await removeEmbedded(dataDir)
    await rm(dataDir, { recursive: true })
  }
}, 120_000)

afterAll(() => stop?.())

/** What is found after the planted statements, which are then undone. */
async function problemsWith(planted: string): Promise<string[]> {
  await client.query('begin')
  try {
    await client.query(planted)
    return await catalogueProblems(client, allowances)
  } finally {
    await client.query('rollback')
  }
}

test('a schema that keeps every rule has no problem', async () => {
  expect(await catalogueProblems(client, allowances)).toEqual([])
})

/** Rule, statements that break it and no other, and what is said of each. */
const planted: readonly [string, string, ...string[]][] = [
  [
    'something-to-read',
    `drop policy sweep on charges;
     alter role switchyard_tenant rename to tenant; alter role switchyard_system rename to sweeper`,
    'no role is called switchyard_%',
  ],
  [
    'every-table-has-its-merchant',
    'create table notes (id text primary key)',
    'table notes has no merchant_id',
  ],
  [
    'merchant-leads-keys',
    `alter table charges drop constraint charges_pkey;
     create unique index by_reference on customers (reference)`,
    'table charges has no primary key',
    'unique index by_reference on customers does not begin with merchant_id',
  ],
  [
    'merchant-leads-foreign-keys',
    `create unique index on customers (merchant_id, reference, id);
     alter table charges add constraint backwards
       foreign key (customer_id, merchant_id) references customers (id, merchant_id);
     alter table psps add column merchant_id text, add column customer_id text, add constraint upward
       foreign key (merchant_id, customer_id) references customers (merchant_id, id)`,
    'foreign key backwards from charges to customers',
    'foreign key upward from psps to customers',
  ],
  [
    'merchant-leads-indexes',
    `create index charges_by_id on charges (id); create index on charges (lower(merchant_id))`,
    'index charges_by_id on charges does not begin with merchant_id',
    'index charges_lower_idx on charges does not begin with merchant_id',
  ],
  [
    'row-security-is-forced',
    `alter table charges no force row level security; alter table requests disable row level security`,
    'table charges has row security that its owner escapes',
    'table requests has row security off',
  ],
  [
    'a-policy-names-the-merchant',
    `drop policy mine on charges; drop policy mine on customers;
     create policy mine on customers using (merchant_id = '1')`,
    'table charges has no policy whose USING and WITH CHECK name merchant_id',
    'table customers has no policy whose USING and WITH CHECK name merchant_id',
  ],
  [
    'no-policy-is-open',
    `create policy everything on charges for select using (true);
     create policy anything on customers for insert to switchyard_tenant with check (id <> '')`,
    'policy anything on customers opens every merchant to switchyard_tenant',
    'policy everything on charges opens every merchant to everyone',
  ],
  [
    'views-ask-as-their-reader',
    `create view old as select * from charges; create materialized view heap as select * from charges;
     alter view recent set (security_invoker = off)`,
    'materialized view heap holds rows of every merchant',
    "view old reads with its owner's rights",
    "view recent reads with its owner's rights",
  ],
  [
    'roles-are-bound-by-row-security',
    `alter role switchyard_system bypassrls; create role switchyard_root superuser;
     alter table charges owner to switchyard_tenant;
     grant truncate on customers to switchyard_tenant; grant references on psps to public`,
    'role switchyard_root is a superuser or bypasses row security',
    'role switchyard_system is a superuser or bypasses row security',
    'role switchyard_system may references table psps',
    'role switchyard_tenant may references table psps',
    'role switchyard_tenant may truncate table customers',
    'role switchyard_tenant owns table charges, or may act as its owner',
  ],
  [
    'definer-functions-are-known',
    `create function peek() returns bigint language sql security definer set search_path = public
       as 'select count(*) from charges';
     revoke execute on function peek from public;
     alter function commit_changes reset search_path;
     grant execute on function commit_changes to public`,
    "function commit_changes() runs with its owner's rights for everyone",
    "function commit_changes() runs with its owner's rights on its caller's search_path",
    "function peek() runs with its owner's rights and is not on the list",
  ],
  [
    'the-application-makes-ids',
    `alter table charges add column number bigserial; alter table psps add column n int generated always as identity`,
    'column n of psps is filled by the database',
    'column number of charges is filled by the database',
  ],
  [
    'constraints-hold-at-once',
    `alter table charges add constraint late foreign key (merchant_id, id)
       references customers (merchant_id, id) deferrable;
     alter table charges add constraint apart exclude (merchant_id with =);
     create function refuse() returns trigger language plpgsql as 'begin return new; end';
     create constraint trigger afterwards after insert on charges for each row execute function refuse()`,
    'constraint late on charges is deferrable',
    'constraint trigger afterwards on charges',
    'exclusion constraint apart on charges',
  ],
  [
    'rows-are-what-is-locked',
    `create function hold() returns void language sql as 'select pg_advisory_xact_lock(1)'`,
    'function hold() takes an advisory lock',
  ],
  [
    'allowances-are-in-use',
    `drop index charges_to_check; drop table requests; alter function commit_changes security invoker`,
    'function commit_changes is allowed for and does not exist, or runs as its caller',
    'index charges_to_check is allowed for and does not exist, or needs no allowance',
    'requests is allowed for and does not exist',
  ],
]

test.for(planted)('%s: a breach is named', async ([rule, statements, ...breaches]) => {
  const instead = rules.find(({ name }) => name === rule)?.instead
  const found = await problemsWith(statements)
  expect(found).toEqual(breaches.map((breach) => `${rule}: ${breach}; ${instead}`))
})

test('every rule has a breach that shows it works', () => {
  expect(planted.map(([rule]) => rule)).toEqual(rules.map(({ name }) => name))
})
