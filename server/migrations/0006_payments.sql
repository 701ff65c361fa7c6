-- What a merchant wants paid, each try at a processor, and what is asked of a processor afterwards. Sums
-- that must hold are checks on the row, so that no race can break them. `check_at` is when the repair job
-- looks a thing up whose answer is missing; it is null when nothing is owed to us.
--
-- An index that begins as the key does is partial on a column that is never null: a search for that column
-- may use it, and the search for a key, which `commit_changes` plans while tables are empty, cannot mistake it
-- for the key.
create table payment_intents (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  status text not null check (status in ('requires_payment_method', 'requires_confirmation',
    'requires_action', 'processing', 'requires_capture', 'succeeded', 'canceled')),
  amount bigint not null check (amount > 0),
  amount_capturable bigint not null check (amount_capturable between 0 and amount),
  amount_received bigint not null check (amount_received between 0 and amount),
  currency text not null,
  capture_method text not null,
  customer_id id,
  payment_method_id id,
  latest_attempt_id id,
  open_attempt_id id,
  client_secret text not null,
  canceled_at timestamptz,
  metadata jsonb not null,
  details json not null,
  primary key (merchant_id, livemode, id)
) with (fillfactor = 80);
create index payment_intents_of_customer on payment_intents (merchant_id, livemode, customer_id, id)
  where customer_id is not null;
create index payment_intents_by_metadata on payment_intents using gin (metadata jsonb_path_ops)
  where metadata <> '{}';

-- A charge on the wire.
create table attempts (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  intent_id id not null,
  status text not null check (status in ('asking', 'requires_action', 'pending', 'unknown', 'authorized',
    'captured', 'declined', 'voided', 'expired')),
  amount bigint not null check (amount > 0),
  amount_captured bigint not null,
  amount_refunded bigint not null,
  currency text not null,
  customer_id id,
  payment_method_id id,
  processor text not null,
  processor_account_id id not null,
  processor_key text not null,
  processor_reference text,
  request_key text,
  asked_at timestamptz not null,
  check_at timestamptz,
  checks int not null,
  open_modification_id id,
  authorization_entry_id id,
  capture_entry_id id,
  captured_at timestamptz,
  capture_before timestamptz,
  disputed boolean not null,
  metadata jsonb not null,
  details json not null,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, intent_id) references payment_intents (merchant_id, livemode, id),
  constraint captured_within_authorized check (amount_captured between 0 and amount),
  constraint refunded_within_captured check (amount_refunded between 0 and amount_captured)
) with (fillfactor = 80);
create index attempts_of_intent on attempts (merchant_id, livemode, intent_id, id) where intent_id is not null;
create index attempts_of_customer on attempts (merchant_id, livemode, customer_id, id)
  where customer_id is not null;
create index attempts_to_check on attempts (check_at) where check_at is not null;
create index attempts_by_metadata on attempts using gin (metadata jsonb_path_ops) where metadata <> '{}';

-- Captures, voids and raised authorizations, asked of the processor after the attempt.
create table modifications (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  attempt_id id not null,
  kind text not null check (kind in ('capture', 'void', 'increment')),
  status text not null check (status in ('asking', 'pending', 'unknown', 'succeeded', 'failed')),
  amount bigint not null check (amount >= 0),
  currency text not null,
  processor_account_id id not null,
  processor_key text not null,
  processor_reference text,
  request_key text,
  asked_at timestamptz not null,
  check_at timestamptz,
  checks int not null,
  details json not null,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, attempt_id) references attempts (merchant_id, livemode, id)
) with (fillfactor = 80);
create index modifications_of_attempt on modifications (merchant_id, livemode, attempt_id, id)
  where attempt_id is not null;
create index modifications_to_check on modifications (check_at) where check_at is not null;

create table refunds (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  attempt_id id not null,
  intent_id id not null,
  status text not null check (status in ('asking', 'pending', 'unknown', 'succeeded', 'failed', 'canceled')),
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text,
  processor_account_id id not null,
  processor_key text not null,
  processor_reference text,
  request_key text,
  asked_at timestamptz not null,
  check_at timestamptz,
  checks int not null,
  entry_id id,
  failure_entry_id id,
  metadata jsonb not null,
  details json not null,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, attempt_id) references attempts (merchant_id, livemode, id)
) with (fillfactor = 80);
create index refunds_of_attempt on refunds (merchant_id, livemode, attempt_id, id) where attempt_id is not null;
create index refunds_of_intent on refunds (merchant_id, livemode, intent_id, id) where intent_id is not null;
create index refunds_to_check on refunds (check_at) where check_at is not null;

do $$
declare
  t text;
begin
  foreach t in array array['payment_intents', 'attempts', 'modifications', 'refunds'] loop
    call switchyard.protect(t);
    call switchyard.make_writable(t);
  end loop;
end
$$;
