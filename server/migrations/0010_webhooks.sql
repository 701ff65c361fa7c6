-- Telling merchants what happened. A merchant's endpoints are rows like any other, written through commit.
-- What we note while delivering is ours: the worker writes it directly, so that a busy endpoint never
-- races its merchant's edits. A secret is the vault's ciphertext; `secrets` has the newest first, the
-- others being good for a while longer after a roll. A deleted endpoint keeps its row for its log.
create table webhook_endpoints (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  status text not null check (status in ('enabled', 'disabled', 'deleted')),
  url text not null,
  enabled_events text[] not null check (cardinality(enabled_events) > 0),
  api_version text,
  description text,
  secrets json not null,
  enabled_at timestamptz not null,
  disabled_at timestamptz,
  disabled_reason text check (disabled_reason in ('requested', 'gone', 'failing')),
  metadata jsonb not null,
  primary key (merchant_id, livemode, id),
  constraint disabled_with_a_reason check ((status = 'disabled') = (disabled_reason is not null)
    and (status = 'disabled') = (disabled_at is not null))
);
call switchyard.protect('webhook_endpoints');
call switchyard.make_writable('webhook_endpoints');

-- How an endpoint has been doing; no row, or no failing_since, when its last try was answered well.
create table webhook_health (
  merchant_id id not null,
  livemode boolean not null,
  endpoint_id id not null,
  consecutive_failures int not null,
  failing_since timestamptz,
  primary key (merchant_id, livemode, endpoint_id),
  foreign key (merchant_id, livemode, endpoint_id) references webhook_endpoints (merchant_id, livemode, id)
) with (fillfactor = 50);
call switchyard.protect('webhook_health');
grant insert, update on webhook_health to switchyard_system;

-- An event owed to an endpoint. Whoever sends it moves next_try_at past the time sending can take: when
-- they die, it is due again then.
create table webhook_deliveries (
  merchant_id id not null,
  livemode boolean not null,
  event_id id not null,
  endpoint_id id not null,
  created_at timestamptz not null,
  state text not null check (state in ('pending', 'delivered', 'failed', 'canceled')),
  tries int not null,
  next_try_at timestamptz,
  last_try_id id,
  primary key (merchant_id, livemode, event_id, endpoint_id),
  foreign key (merchant_id, livemode, endpoint_id) references webhook_endpoints (merchant_id, livemode, id),
  constraint pending_until_settled check ((state = 'pending') = (next_try_at is not null))
) with (fillfactor = 70);
create index webhook_deliveries_of_endpoint on webhook_deliveries (merchant_id, livemode, endpoint_id, event_id);
-- One queue for each endpoint: the sweep steps from queue to queue, so that a long one delays no other.
create index webhook_deliveries_due on webhook_deliveries (merchant_id, livemode, endpoint_id, next_try_at)
  where state = 'pending';
call switchyard.protect('webhook_deliveries');
grant insert, update on webhook_deliveries to switchyard_system;

-- The delivery log: one row a try. `response` is the beginning of what the endpoint answered.
create table webhook_tries (
  merchant_id id not null,
  livemode boolean not null,
  event_id id not null,
  endpoint_id id not null,
  id id not null,
  created_at timestamptz not null,
  url text not null,
  duration_ms int not null,
  status int,
  response text,
  error text,
  primary key (merchant_id, livemode, event_id, endpoint_id, id)
);
call switchyard.protect('webhook_tries');
grant insert on webhook_tries to switchyard_system;

-- Rows of the outbox live for milliseconds. Vacuumed by count, not by share, its dead rows stay few.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
