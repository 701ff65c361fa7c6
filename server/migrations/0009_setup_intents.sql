-- Leave to charge a card later: what the merchant wants set up, and each try at one processor. The same
-- protocol as a payment, without money.
create table setup_intents (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  status text not null check (status in ('requires_payment_method', 'requires_confirmation',
    'requires_action', 'processing', 'succeeded', 'canceled')),
  client_secret text not null,
  customer_id id,
  payment_method_id id,
  usage text not null,
  latest_attempt_id id,
  open_attempt_id id,
  metadata jsonb not null,
  details json not null,
  primary key (merchant_id, livemode, id)
);
create index setup_intents_of_customer on setup_intents (merchant_id, livemode, customer_id, id)
  where customer_id is not null;

create table setup_attempts (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  intent_id id not null,
  status text not null check (status in ('asking', 'requires_action', 'pending', 'unknown',
    'succeeded', 'declined', 'abandoned')),
  customer_id id,
  payment_method_id id not null,
  processor text not null,
  processor_account_id id not null,
  processor_key text not null,
  processor_reference text,
  request_key text,
  asked_at timestamptz not null,
  check_at timestamptz,
  checks int not null,
  details json not null,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, intent_id) references setup_intents (merchant_id, livemode, id)
);
create index setup_attempts_of_intent on setup_attempts (merchant_id, livemode, intent_id, id) where intent_id is not null;
create index setup_attempts_to_check on setup_attempts (check_at) where check_at is not null;

do $$
declare
  t text;
begin
  foreach t in array array['setup_intents', 'setup_attempts'] loop
    call switchyard.protect(t);
    call switchyard.make_writable(t);
  end loop;
end
$$;
