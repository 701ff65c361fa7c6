import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { processorAccount } from './schema.ts'
import { visibleProcessorAccounts } from './visible-store.ts'

/** An account at a processor. Its credentials went into the vault and are not shown to anybody. */
export const processorAccountKind = kind({
  table: 'processor_accounts',
  object: 'processor_account',
  prefix: 'pa',
  schema: processorAccount,
  visible: visibleProcessorAccounts,
  view: (row) => ({
    id: row.id,
    object: 'processor_account',
    account: row.merchant_id,
    base_url: row.base_url,
    costs: row.costs,
    created: unixSeconds(row.created_at),
    livemode: row.livemode,
    name: row.name,
    priority: row.priority,
    processor: row.processor,
    status: row.status,
  }),
})
