// Generated from the migrations by `npm run generate`; `npm run check` compares. Do not edit.
import type { Json } from '../kernel/index.ts'

/** Every table and view, by name. */
export interface Schema {
  account_balances: AccountBalancesRow
  api_keys: ApiKeysRow
  attempts: AttemptsRow
  customer_balance_transactions: CustomerBalanceTransactionsRow
  customers: CustomersRow
  data_keys: DataKeysRow
  disputes: DisputesRow
  events: EventsRow
  file_contents: FileContentsRow
  files: FilesRow
  idempotent_requests: IdempotentRequestsRow
  journal_entries: JournalEntriesRow
  ledger_blocks: LedgerBlocksRow
  ledger_heads: LedgerHeadsRow
  merchants: MerchantsRow
  modifications: ModificationsRow
  notifications: NotificationsRow
  outbox: OutboxRow
  payment_intents: PaymentIntentsRow
  payment_methods: PaymentMethodsRow
  pending_funds: PendingFundsRow
  postings: PostingsRow
  processor_accounts: ProcessorAccountsRow
  psps: PspsRow
  refunds: RefundsRow
  setup_attempts: SetupAttemptsRow
  setup_intents: SetupIntentsRow
  tax_ids: TaxIdsRow
  tokens: TokensRow
  webhook_deliveries: WebhookDeliveriesRow
  webhook_endpoints: WebhookEndpointsRow
  webhook_health: WebhookHealthRow
  webhook_tries: WebhookTriesRow
}
export type TableName = keyof Schema
export type Row<T extends TableName> = Schema[T]

export interface AccountBalancesRow {
  merchant_id: string
  livemode: boolean
  account: string
  currency: string
  posted_debits: bigint
  posted_credits: bigint
  pending_debits: bigint
  pending_credits: bigint
}

export interface ApiKeysRow {
  id: string
  hash: string
  version: number
  kind: string
  psp_id: string | null
  merchant_id: string | null
  livemode: boolean
  name: string | null
  hint: string
  permissions: Json
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  replaced_by: string | null
}

export interface AttemptsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  intent_id: string
  status: string
  amount: bigint
  amount_captured: bigint
  amount_refunded: bigint
  currency: string
  customer_id: string | null
  payment_method_id: string | null
  processor: string
  processor_account_id: string
  processor_key: string
  processor_reference: string | null
  request_key: string | null
  asked_at: Date
  check_at: Date | null
  checks: number
  open_modification_id: string | null
  authorization_entry_id: string | null
  capture_entry_id: string | null
  captured_at: Date | null
  capture_before: Date | null
  disputed: boolean
  metadata: Json
  details: Json
}

export interface CustomerBalanceTransactionsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  customer_id: string
  type: string
  amount: bigint
  ending_balance: bigint
  currency: string
  description: string | null
  metadata: Json
}

export interface CustomersRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  email: string | null
  name: string | null
  phone: string | null
  description: string | null
  balance: bigint
  currency: string | null
  default_payment_method_id: string | null
  deleted_at: Date | null
  metadata: Json
  details: Json
}

export interface DataKeysRow {
  id: string
  psp_id: string
  livemode: boolean
  purpose: string
  version: number
  created_at: Date
  retired_at: Date | null
  destroyed_at: Date | null
  master_key_id: string
  wrapped: string | null
}

export interface DisputesRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  attempt_id: string
  intent_id: string
  status: string
  amount: bigint
  currency: string
  reason: string
  withdrawn: boolean
  due_by: Date | null
  processor_account_id: string
  processor_reference: string
  asking: string | null
  processor_key: string | null
  request_key: string | null
  asked_at: Date | null
  check_at: Date | null
  checks: number
  metadata: Json
  details: Json
}

export interface EventsRow {
  merchant_id: string
  livemode: boolean
  id: string
  created_at: Date
  type: string
  object_type: string
  object_id: string
  snapshot: Json
  previous: Json | null
  request_id: string | null
  idempotency_key: string | null
}

export interface FileContentsRow {
  merchant_id: string
  livemode: boolean
  id: string
  base64: string
}

export interface FilesRow {
  merchant_id: string
  livemode: boolean
  id: string
  created_at: Date
  purpose: string
  type: string
  filename: string | null
  size: number
}

export interface IdempotentRequestsRow {
  owner_id: string
  livemode: boolean
  key: string
  version: number
  created_at: Date
  fingerprint: string
  request_id: string
  state: string
  status: number | null
  body: string | null
  result: Json | null
}

export interface JournalEntriesRow {
  merchant_id: string
  livemode: boolean
  seq: bigint
  id: string
  kind: string
  currency: string
  accounts: readonly string[]
  posted: readonly bigint[]
  pending: readonly bigint[]
  source_id: string
  resolves: string | null
  available_at: Date | null
  effective_at: Date
  created_at: Date
  description: string | null
}

export interface LedgerBlocksRow {
  merchant_id: string
  livemode: boolean
  first_seq: bigint
  last_seq: bigint
  previous_hash: string
  hash: string
  marks: Buffer
  sealed_at: Date
}

export interface LedgerHeadsRow {
  merchant_id: string
  livemode: boolean
  last_seq: bigint
  closed_through: Date | null
}

export interface MerchantsRow {
  id: string
  psp_id: string
  livemode: boolean
  version: number
  created_at: Date
  country: string
  default_currency: string
  email: string | null
  status: string
  pricing: Json
  details: Json
  metadata: Json
}

export interface ModificationsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  attempt_id: string
  kind: string
  status: string
  amount: bigint
  currency: string
  processor_account_id: string
  processor_key: string
  processor_reference: string | null
  request_key: string | null
  asked_at: Date
  check_at: Date | null
  checks: number
  details: Json
}

export interface NotificationsRow {
  psp_id: string
  processor_account_id: string
  id: string
  livemode: boolean
  received_at: Date
  type: string
  subject: string
  reference: string | null
  processor_reference: string
  answer: Json
  headers: Json
  body: string
  state: string
  tries: number
  next_try_at: Date | null
}

export interface OutboxRow {
  merchant_id: string
  livemode: boolean
  event_id: string
}

export interface PaymentIntentsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  status: string
  amount: bigint
  amount_capturable: bigint
  amount_received: bigint
  currency: string
  capture_method: string
  customer_id: string | null
  payment_method_id: string | null
  latest_attempt_id: string | null
  open_attempt_id: string | null
  client_secret: string
  canceled_at: Date | null
  metadata: Json
  details: Json
}

export interface PaymentMethodsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  type: string
  customer_id: string | null
  fingerprint: string | null
  data_key_id: string | null
  sealed: string | null
  metadata: Json
  details: Json
}

export interface PendingFundsRow {
  merchant_id: string
  livemode: boolean
  currency: string
  available_at: Date
  amount: bigint
}

export interface PostingsRow {
  merchant_id: string | null
  livemode: boolean | null
  entry_id: string | null
  seq: bigint | null
  line: bigint | null
  account: string | null
  currency: string | null
  posted: bigint | null
  pending: bigint | null
  kind: string | null
  source_id: string | null
  effective_at: Date | null
  created_at: Date | null
}

export interface ProcessorAccountsRow {
  id: string
  psp_id: string
  merchant_id: string | null
  livemode: boolean
  version: number
  created_at: Date
  processor: string
  name: string
  base_url: string
  status: string
  priority: number
  credentials: string
  costs: Json
}

export interface PspsRow {
  id: string
  version: number
  name: string
  country: string
  created_at: Date
  settings: Json
  metadata: Json
}

export interface RefundsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  attempt_id: string
  intent_id: string
  status: string
  amount: bigint
  currency: string
  reason: string | null
  processor_account_id: string
  processor_key: string
  processor_reference: string | null
  request_key: string | null
  asked_at: Date
  check_at: Date | null
  checks: number
  entry_id: string | null
  failure_entry_id: string | null
  metadata: Json
  details: Json
}

export interface SetupAttemptsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  intent_id: string
  status: string
  customer_id: string | null
  payment_method_id: string
  processor: string
  processor_account_id: string
  processor_key: string
  processor_reference: string | null
  request_key: string | null
  asked_at: Date
  check_at: Date | null
  checks: number
  details: Json
}

export interface SetupIntentsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  status: string
  client_secret: string
  customer_id: string | null
  payment_method_id: string | null
  usage: string
  latest_attempt_id: string | null
  open_attempt_id: string | null
  metadata: Json
  details: Json
}

export interface TaxIdsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  customer_id: string | null
  type: string
  value: string
  country: string | null
  deleted_at: Date | null
}

export interface TokensRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  type: string
  payment_method_id: string
  used_at: Date | null
  client_ip: string | null
}

export interface WebhookDeliveriesRow {
  merchant_id: string
  livemode: boolean
  event_id: string
  endpoint_id: string
  created_at: Date
  state: string
  tries: number
  next_try_at: Date | null
  last_try_id: string | null
}

export interface WebhookEndpointsRow {
  merchant_id: string
  livemode: boolean
  id: string
  version: number
  created_at: Date
  status: string
  url: string
  enabled_events: readonly string[]
  api_version: string | null
  description: string | null
  secrets: Json
  enabled_at: Date
  disabled_at: Date | null
  disabled_reason: string | null
  metadata: Json
}

export interface WebhookHealthRow {
  merchant_id: string
  livemode: boolean
  endpoint_id: string
  consecutive_failures: number
  failing_since: Date | null
}

export interface WebhookTriesRow {
  merchant_id: string
  livemode: boolean
  event_id: string
  endpoint_id: string
  id: string
  created_at: Date
  url: string
  duration_ms: number
  status: number | null
  response: string | null
  error: string | null
}

type ColumnKinds = Readonly<Record<string, 'bigint' | 'bigints' | 'time' | 'plain'>>

/** Every column, and what to make of it when a row is read from JSON, which has no bigints and no times. */
export const columns: Readonly<Record<TableName, ColumnKinds>> = {
  account_balances: {
    merchant_id: 'plain',
    livemode: 'plain',
    account: 'plain',
    currency: 'plain',
    posted_debits: 'bigint',
    posted_credits: 'bigint',
    pending_debits: 'bigint',
    pending_credits: 'bigint',
  },
  api_keys: {
    id: 'plain',
    hash: 'plain',
    version: 'plain',
    kind: 'plain',
    psp_id: 'plain',
    merchant_id: 'plain',
    livemode: 'plain',
    name: 'plain',
    hint: 'plain',
    permissions: 'plain',
    created_at: 'time',
    expires_at: 'time',
    revoked_at: 'time',
    replaced_by: 'plain',
  },
  attempts: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    intent_id: 'plain',
    status: 'plain',
    amount: 'bigint',
    amount_captured: 'bigint',
    amount_refunded: 'bigint',
    currency: 'plain',
    customer_id: 'plain',
    payment_method_id: 'plain',
    processor: 'plain',
    processor_account_id: 'plain',
    processor_key: 'plain',
    processor_reference: 'plain',
    request_key: 'plain',
    asked_at: 'time',
    check_at: 'time',
    checks: 'plain',
    open_modification_id: 'plain',
    authorization_entry_id: 'plain',
    capture_entry_id: 'plain',
    captured_at: 'time',
    capture_before: 'time',
    disputed: 'plain',
    metadata: 'plain',
    details: 'plain',
  },
  customer_balance_transactions: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    customer_id: 'plain',
    type: 'plain',
    amount: 'bigint',
    ending_balance: 'bigint',
    currency: 'plain',
    description: 'plain',
    metadata: 'plain',
  },
  customers: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    email: 'plain',
    name: 'plain',
    phone: 'plain',
    description: 'plain',
    balance: 'bigint',
    currency: 'plain',
    default_payment_method_id: 'plain',
    deleted_at: 'time',
    metadata: 'plain',
    details: 'plain',
  },
  data_keys: {
    id: 'plain',
    psp_id: 'plain',
    livemode: 'plain',
    purpose: 'plain',
    version: 'plain',
    created_at: 'time',
    retired_at: 'time',
    destroyed_at: 'time',
    master_key_id: 'plain',
    wrapped: 'plain',
  },
  disputes: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    attempt_id: 'plain',
    intent_id: 'plain',
    status: 'plain',
    amount: 'bigint',
    currency: 'plain',
    reason: 'plain',
    withdrawn: 'plain',
    due_by: 'time',
    processor_account_id: 'plain',
    processor_reference: 'plain',
    asking: 'plain',
    processor_key: 'plain',
    request_key: 'plain',
    asked_at: 'time',
    check_at: 'time',
    checks: 'plain',
    metadata: 'plain',
    details: 'plain',
  },
  events: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    created_at: 'time',
    type: 'plain',
    object_type: 'plain',
    object_id: 'plain',
    snapshot: 'plain',
    previous: 'plain',
    request_id: 'plain',
    idempotency_key: 'plain',
  },
  file_contents: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    base64: 'plain',
  },
  files: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    created_at: 'time',
    purpose: 'plain',
    type: 'plain',
    filename: 'plain',
    size: 'plain',
  },
  idempotent_requests: {
    owner_id: 'plain',
    livemode: 'plain',
    key: 'plain',
    version: 'plain',
    created_at: 'time',
    fingerprint: 'plain',
    request_id: 'plain',
    state: 'plain',
    status: 'plain',
    body: 'plain',
    result: 'plain',
  },
  journal_entries: {
    merchant_id: 'plain',
    livemode: 'plain',
    seq: 'bigint',
    id: 'plain',
    kind: 'plain',
    currency: 'plain',
    accounts: 'plain',
    posted: 'bigints',
    pending: 'bigints',
    source_id: 'plain',
    resolves: 'plain',
    available_at: 'time',
    effective_at: 'time',
    created_at: 'time',
    description: 'plain',
  },
  ledger_blocks: {
    merchant_id: 'plain',
    livemode: 'plain',
    first_seq: 'bigint',
    last_seq: 'bigint',
    previous_hash: 'plain',
    hash: 'plain',
    marks: 'plain',
    sealed_at: 'time',
  },
  ledger_heads: {
    merchant_id: 'plain',
    livemode: 'plain',
    last_seq: 'bigint',
    closed_through: 'time',
  },
  merchants: {
    id: 'plain',
    psp_id: 'plain',
    livemode: 'plain',
    version: 'plain',
    created_at: 'time',
    country: 'plain',
    default_currency: 'plain',
    email: 'plain',
    status: 'plain',
    pricing: 'plain',
    details: 'plain',
    metadata: 'plain',
  },
  modifications: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    attempt_id: 'plain',
    kind: 'plain',
    status: 'plain',
    amount: 'bigint',
    currency: 'plain',
    processor_account_id: 'plain',
    processor_key: 'plain',
    processor_reference: 'plain',
    request_key: 'plain',
    asked_at: 'time',
    check_at: 'time',
    checks: 'plain',
    details: 'plain',
  },
  notifications: {
    psp_id: 'plain',
    processor_account_id: 'plain',
    id: 'plain',
    livemode: 'plain',
    received_at: 'time',
    type: 'plain',
    subject: 'plain',
    reference: 'plain',
    processor_reference: 'plain',
    answer: 'plain',
    headers: 'plain',
    body: 'plain',
    state: 'plain',
    tries: 'plain',
    next_try_at: 'time',
  },
  outbox: {
    merchant_id: 'plain',
    livemode: 'plain',
    event_id: 'plain',
  },
  payment_intents: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    status: 'plain',
    amount: 'bigint',
    amount_capturable: 'bigint',
    amount_received: 'bigint',
    currency: 'plain',
    capture_method: 'plain',
    customer_id: 'plain',
    payment_method_id: 'plain',
    latest_attempt_id: 'plain',
    open_attempt_id: 'plain',
    client_secret: 'plain',
    canceled_at: 'time',
    metadata: 'plain',
    details: 'plain',
  },
  payment_methods: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    type: 'plain',
    customer_id: 'plain',
    fingerprint: 'plain',
    data_key_id: 'plain',
    sealed: 'plain',
    metadata: 'plain',
    details: 'plain',
  },
  pending_funds: {
    merchant_id: 'plain',
    livemode: 'plain',
    currency: 'plain',
    available_at: 'time',
    amount: 'bigint',
  },
  postings: {
    merchant_id: 'plain',
    livemode: 'plain',
    entry_id: 'plain',
    seq: 'bigint',
    line: 'bigint',
    account: 'plain',
    currency: 'plain',
    posted: 'bigint',
    pending: 'bigint',
    kind: 'plain',
    source_id: 'plain',
    effective_at: 'time',
    created_at: 'time',
  },
  processor_accounts: {
    id: 'plain',
    psp_id: 'plain',
    merchant_id: 'plain',
    livemode: 'plain',
    version: 'plain',
    created_at: 'time',
    processor: 'plain',
    name: 'plain',
    base_url: 'plain',
    status: 'plain',
    priority: 'plain',
    credentials: 'plain',
    costs: 'plain',
  },
  psps: {
    id: 'plain',
    version: 'plain',
    name: 'plain',
    country: 'plain',
    created_at: 'time',
    settings: 'plain',
    metadata: 'plain',
  },
  refunds: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    attempt_id: 'plain',
    intent_id: 'plain',
    status: 'plain',
    amount: 'bigint',
    currency: 'plain',
    reason: 'plain',
    processor_account_id: 'plain',
    processor_key: 'plain',
    processor_reference: 'plain',
    request_key: 'plain',
    asked_at: 'time',
    check_at: 'time',
    checks: 'plain',
    entry_id: 'plain',
    failure_entry_id: 'plain',
    metadata: 'plain',
    details: 'plain',
  },
  setup_attempts: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    intent_id: 'plain',
    status: 'plain',
    customer_id: 'plain',
    payment_method_id: 'plain',
    processor: 'plain',
    processor_account_id: 'plain',
    processor_key: 'plain',
    processor_reference: 'plain',
    request_key: 'plain',
    asked_at: 'time',
    check_at: 'time',
    checks: 'plain',
    details: 'plain',
  },
  setup_intents: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    status: 'plain',
    client_secret: 'plain',
    customer_id: 'plain',
    payment_method_id: 'plain',
    usage: 'plain',
    latest_attempt_id: 'plain',
    open_attempt_id: 'plain',
    metadata: 'plain',
    details: 'plain',
  },
  tax_ids: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    customer_id: 'plain',
    type: 'plain',
    value: 'plain',
    country: 'plain',
    deleted_at: 'time',
  },
  tokens: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    type: 'plain',
    payment_method_id: 'plain',
    used_at: 'time',
    client_ip: 'plain',
  },
  webhook_deliveries: {
    merchant_id: 'plain',
    livemode: 'plain',
    event_id: 'plain',
    endpoint_id: 'plain',
    created_at: 'time',
    state: 'plain',
    tries: 'plain',
    next_try_at: 'time',
    last_try_id: 'plain',
  },
  webhook_endpoints: {
    merchant_id: 'plain',
    livemode: 'plain',
    id: 'plain',
    version: 'plain',
    created_at: 'time',
    status: 'plain',
    url: 'plain',
    enabled_events: 'plain',
    api_version: 'plain',
    description: 'plain',
    secrets: 'plain',
    enabled_at: 'time',
    disabled_at: 'time',
    disabled_reason: 'plain',
    metadata: 'plain',
  },
  webhook_health: {
    merchant_id: 'plain',
    livemode: 'plain',
    endpoint_id: 'plain',
    consecutive_failures: 'plain',
    failing_since: 'time',
  },
  webhook_tries: {
    merchant_id: 'plain',
    livemode: 'plain',
    event_id: 'plain',
    endpoint_id: 'plain',
    id: 'plain',
    created_at: 'time',
    url: 'plain',
    duration_ms: 'plain',
    status: 'plain',
    response: 'plain',
    error: 'plain',
  },
}
