-- Leave to charge a card later: the same protocol as a payment, without money.
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
  processor text,
  processor_account_id id,
  processor_key text,
  processor_reference text,
  request_key text,
  asked_at timestamptz,
  check_at timestamptz,
  checks int not null,
  metadata jsonb not null,
  details json not null,
  primary key (merchant_id, livemode, id)
);
create index setup_intents_of_customer on setup_intents (merchant_id, livemode, customer_id, id)
  where customer_id is not null;
create index setup_intents_to_check on setup_intents (check_at) where check_at is not null;
call switchyard.protect('setup_intents');
call switchyard.make_writable('setup_intents');
