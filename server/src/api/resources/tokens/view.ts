import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { cardView } from '../sources/view.ts'
import { token } from './schema.ts'

/** A token, with the card it stands for. */
export const tokenKind = kind({
  table: 'tokens',
  object: 'token',
  prefix: 'tok',
  schema: token,
  browser: ['card', 'client_ip', 'created', 'livemode', 'type', 'used'],
  companions: ({ payment_method_id: id }) => [{ table: 'payment_methods', id }],
  view(row, viewing) {
    const method = viewing.row('payment_methods', row.payment_method_id)
    if (method === undefined) throw new Error(`${row.id} has lost its card.`)
    return {
      id: row.id,
      object: 'token',
      card: cardView({ ...method, customer_id: null }, viewing),
      client_ip: row.client_ip,
      created: unixSeconds(row.created_at),
      livemode: row.livemode,
      type: row.type,
      used: row.used_at !== null,
    }
  },
})
