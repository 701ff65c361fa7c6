import { customerAttributes, isSource, typedCustomer } from '../../../customers/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { sourcesOf } from '../sources/list-store.ts'
import { sourceKind } from '../sources/view.ts'
import { taxIdsOf } from '../tax_ids/list-store.ts'
import { customer } from './schema.ts'

/** A customer; of one that was deleted, that it was. */
export const customerKind = kind({
  table: 'customers',
  object: 'customer',
  prefix: 'cus',
  schema: customer,
  expandable: {
    cash_balance: null,
    default_source: sourceKind,
    discount: null,
    'invoice_settings.default_payment_method': 'payment_methods',
    sources: {
      list: sourceKind,
      load: sourcesOf,
      parent: (row) => ('sealed' in row && isSource(row) ? row.customer_id : null),
      url: (id) => `/v1/customers/${id}/sources`,
    },
    subscriptions: null,
    tax: null,
    tax_ids: {
      list: 'tax_ids',
      load: taxIdsOf,
      parent: (row) => ('value' in row && row.deleted_at === null ? row.customer_id : null),
      url: (id) => `/v1/customers/${id}/tax_ids`,
    },
    test_clock: null,
  },
  view(row) {
    if (row.deleted_at !== null) return { id: row.id, object: 'customer', deleted: true }
    return {
      id: row.id,
      object: 'customer',
      ...customerAttributes(typedCustomer(row)),
      created: unixSeconds(row.created_at),
      customer_account: null,
      delinquent: false,
      discount: null,
      livemode: row.livemode,
      test_clock: null,
    }
  },
})
