import type { Row } from '../db/index.ts'
import type { Customer } from './model.ts'
import { paymentMethodDetails } from './payment-method.ts'

/** What can change about a customer, in the wire's names: shown to callers and compared for events. */
export function customerAttributes(customer: Customer) {
  const { details } = customer
  const { invoice_settings } = details
  return {
    address: details.address,
    balance: Number(customer.balance),
    ...(details.business_name === null ? {} : { business_name: details.business_name }),
    currency: customer.currency,
    default_source: details.default_source,
    description: customer.description,
    email: customer.email,
    ...(details.individual_name === null ? {} : { individual_name: details.individual_name }),
    invoice_prefix: details.invoice_prefix,
    invoice_settings: {
      custom_fields: invoice_settings.custom_fields,
      default_payment_method: customer.default_payment_method_id,
      footer: invoice_settings.footer,
      rendering_options: invoice_settings.rendering_options,
    },
    metadata: customer.metadata,
    name: customer.name,
    next_invoice_sequence: details.next_invoice_sequence,
    phone: customer.phone,
    preferred_locales: details.preferred_locales,
    shipping: details.shipping,
    tax_exempt: details.tax_exempt,
  }
}

/** The same of a payment method. */
export function paymentMethodAttributes(row: Row<'payment_methods'>) {
  const { allow_redisplay, billing_details, card } = paymentMethodDetails(row)
  return {
    allow_redisplay,
    billing_details,
    card: { checks: card.checks, exp_month: card.exp_month, exp_year: card.exp_year },
    customer: row.customer_id,
    metadata: row.metadata,
  }
}
