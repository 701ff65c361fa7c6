-- What every write carries besides its own rows: the answer given to an idempotent request, and the
-- events others react to.

-- One row a request with an Idempotency-Key, made by the first change of that request and finished by its
-- last. owner_id is the merchant, or the PSP or operator for their own calls. A request whose server died
-- is finished by the repair job with a result instead of a body.
create table idempotent_requests (
  owner_id id not null,
  livemode boolean not null,
  key text collate "C" not null check (length(key) between 1 and 255),
  version int not null,
  created_at timestamptz not null,
  fingerprint text not null,
  request_id text not null,
  state text not null check (state in ('in_progress', 'done')),
  status int,
  body text,
  result json,
  primary key (owner_id, livemode, key)
) with (fillfactor = 70, toast_tuple_target = 8160);
call switchyard.protect('idempotent_requests', 'owner_id');
call switchyard.make_writable('idempotent_requests');
create index idempotent_requests_by_age on idempotent_requests (created_at);
grant delete on idempotent_requests to switchyard_system;

-- Append-only. `snapshot` is the row of the object as it then was; a reader renders it in its own API version.
create table events (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  created_at timestamptz not null,
  type text not null,
  object_type text not null,
  object_id id not null,
  snapshot json not null,
  previous json,
  request_id text,
  idempotency_key text,
  primary key (merchant_id, livemode, id)
) with (toast_tuple_target = 8160);
call switchyard.protect('events');
call switchyard.make_writable('events');

-- Events nobody has fanned out yet: written with the event, deleted by whoever makes deliveries of it.
create table outbox (
  merchant_id id not null,
  livemode boolean not null,
  event_id id not null,
  primary key (merchant_id, livemode, event_id)
);
call switchyard.protect('outbox');
call switchyard.make_writable('outbox');
grant delete, update on outbox to switchyard_system;
