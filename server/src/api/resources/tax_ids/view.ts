import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { taxId } from './schema.ts'

/** A tax id. Its form is checked; no authority is asked whether it is in use. */
export const taxIdKind = kind({
  table: 'tax_ids',
  object: 'tax_id',
  prefix: 'txi',
  schema: taxId,
  expandable: {
    customer: 'customers',
    'owner.account': null,
    'owner.application': null,
    'owner.customer': 'customers',
  },
  view(row) {
    const { customer_id: customer } = row
    return {
      id: row.id,
      object: 'tax_id',
      country: row.country,
      created: unixSeconds(row.created_at),
      customer,
      customer_account: null,
      livemode: row.livemode,
      owner:
        customer === null
          ? { customer_account: null, type: 'self' }
          : { customer, customer_account: null, type: 'customer' },
      type: row.type,
      value: row.value,
      verification:
        customer === null
          ? null
          : { status: 'unavailable', verified_address: null, verified_name: null },
    }
  },
})
