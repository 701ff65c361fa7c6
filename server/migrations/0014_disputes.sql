-- A payer's complaint to the card's issuer, as its processor tells of it. `withdrawn` says that the money
-- is gone from the merchant's funds: the same thing as the status says, so the row checks that they agree.
-- What the merchant wants done about it (evidence, acceptance) is asked of the processor; while `asking`
-- is set, an answer is owed, and `check_at` is when the repair job looks it up.
create table disputes (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  attempt_id id not null,
  intent_id id not null,
  status text not null check (status in ('warning_needs_response', 'warning_under_review',
    'warning_closed', 'needs_response', 'under_review', 'won', 'lost')),
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text not null,
  withdrawn boolean not null,
  due_by timestamptz,
  processor_account_id id not null,
  processor_reference text not null,
  asking text check (asking in ('evidence', 'close')),
  processor_key text,
  request_key text,
  asked_at timestamptz,
  check_at timestamptz,
  checks int not null,
  metadata jsonb not null,
  details json not null,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, attempt_id) references attempts (merchant_id, livemode, id),
  constraint money_is_where_the_status_says
    check (withdrawn = (status in ('needs_response', 'under_review', 'lost'))),
  constraint what_is_asked_is_looked_up
    check ((asking is null) = (check_at is null) and (asking is null or processor_key is not null))
) with (fillfactor = 80);
create unique index disputes_at_processor
  on disputes (merchant_id, livemode, processor_account_id, processor_reference)
  where processor_reference is not null;
create index disputes_of_attempt on disputes (merchant_id, livemode, attempt_id, id) where attempt_id is not null;
create index disputes_of_intent on disputes (merchant_id, livemode, intent_id, id) where intent_id is not null;
create index disputes_to_check on disputes (check_at) where check_at is not null;

call switchyard.protect('disputes');
call switchyard.make_writable('disputes');
