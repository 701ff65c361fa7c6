/** Every event a merchant can be told of, and the table whose row it carries. Stripe's names. */
export const eventCatalogue = {
  'account.updated': 'merchants',
  'payment_intent.created': 'payment_intents',
  'payment_intent.processing': 'payment_intents',
  'payment_intent.requires_action': 'payment_intents',
  'payment_intent.amount_capturable_updated': 'payment_intents',
  'payment_intent.succeeded': 'payment_intents',
  'payment_intent.payment_failed': 'payment_intents',
  'payment_intent.canceled': 'payment_intents',
  'charge.pending': 'attempts',
  'charge.succeeded': 'attempts',
  'charge.failed': 'attempts',
  'charge.captured': 'attempts',
  'charge.expired': 'attempts',
  'charge.updated': 'attempts',
  'charge.refunded': 'attempts',
  'refund.created': 'refunds',
  'refund.updated': 'refunds',
  'refund.failed': 'refunds',
  'charge.refund.updated': 'refunds',
  'payment_method.attached': 'payment_methods',
  'payment_method.detached': 'payment_methods',
  'payment_method.updated': 'payment_methods',
} as const

export type EventType = keyof typeof eventCatalogue
