-- The merchant's payers. A deleted customer keeps its row, so that its payments still name it.
create table customers (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  email text,
  name text,
  phone text,
  description text,
  -- What the merchant owes the customer is negative, as Stripe counts it; currency is set by the first use.
  balance bigint not null,
  currency text,
  default_payment_method_id id,
  deleted_at timestamptz,
  metadata jsonb not null,
  details json not null,
  primary key (merchant_id, livemode, id)
);
create index customers_by_email on customers (merchant_id, livemode, email, id) where email is not null;
create index customers_by_metadata on customers using gin (metadata jsonb_path_ops) where metadata <> '{}';

-- Every movement of a customer's balance, and the balance after it.
create table customer_balance_transactions (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  customer_id id not null,
  type text not null,
  amount bigint not null,
  ending_balance bigint not null,
  currency text not null,
  description text,
  metadata jsonb not null,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, customer_id) references customers (merchant_id, livemode, id)
);
create index customer_balance_transactions_of_customer
  on customer_balance_transactions (merchant_id, livemode, customer_id, id)
  where customer_id is not null;

-- A customer's, or with no customer the merchant's own.
create table tax_ids (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  customer_id id,
  type text not null,
  value text not null,
  country text,
  deleted_at timestamptz,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, customer_id) references customers (merchant_id, livemode, id)
);
create index tax_ids_of_customer on tax_ids (merchant_id, livemode, customer_id, id) where customer_id is not null;

-- Single-use stand-ins for card data, for clients older than payment methods.
create table tokens (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  version int not null,
  created_at timestamptz not null,
  type text not null,
  payment_method_id id not null,
  used_at timestamptz,
  client_ip text,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, payment_method_id) references payment_methods (merchant_id, livemode, id)
);

do $$
declare
  t text;
begin
  foreach t in array array['customers', 'customer_balance_transactions', 'tax_ids', 'tokens'] loop
    call switchyard.protect(t);
    call switchyard.make_writable(t);
  end loop;
end
$$;
