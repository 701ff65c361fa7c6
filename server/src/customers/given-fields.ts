import type { CustomerFields } from './commands.ts'
import { mergeMetadata } from './metadata.ts'
import { type Customer, type CustomerDetails, fullAddress, mergeAddress } from './model.ts'

/** Pure: what a request says of a customer, merged into what is known; cards and balance are apart. */
export function givenFields(
  { details, ...current }: Customer,
  fields: CustomerFields,
): Pick<Customer, 'description' | 'email' | 'name' | 'phone' | 'metadata' | 'details'> {
  const { description, email, name, phone } = fields
  return {
    description: description === undefined ? current.description : description,
    email: email === undefined ? current.email : email,
    name: name === undefined ? current.name : name,
    phone: phone === undefined ? current.phone : phone,
    metadata: mergeMetadata(current.metadata, fields.metadata),
    details: {
      ...details,
      address: mergeAddress(details.address, fields.address),
      business_name:
        fields.business_name === undefined ? details.business_name : fields.business_name,
      individual_name:
        fields.individual_name === undefined ? details.individual_name : fields.individual_name,
      shipping: shippingAfter(details.shipping, fields.shipping),
      preferred_locales: fields.preferred_locales ?? details.preferred_locales,
      tax_exempt: fields.tax_exempt === null ? 'none' : (fields.tax_exempt ?? details.tax_exempt),
      tax_ip_address:
        fields.tax?.ip_address === undefined ? details.tax_ip_address : fields.tax.ip_address,
      invoice_prefix: fields.invoice_prefix ?? details.invoice_prefix,
      next_invoice_sequence: fields.next_invoice_sequence ?? details.next_invoice_sequence,
      invoice_settings: settingsAfter(details.invoice_settings, fields.invoice_settings),
    },
  }
}

function shippingAfter(
  current: CustomerDetails['shipping'],
  given: CustomerFields['shipping'],
): CustomerDetails['shipping'] {
  if (given === undefined) return current
  if (given === null) return null
  return { address: fullAddress(given.address), name: given.name, phone: given.phone ?? null }
}

function settingsAfter(
  current: CustomerDetails['invoice_settings'],
  given: CustomerFields['invoice_settings'] = {},
): CustomerDetails['invoice_settings'] {
  const { custom_fields, footer, rendering_options } = given
  return {
    custom_fields: custom_fields === undefined ? current.custom_fields : custom_fields,
    footer: footer === undefined ? current.footer : footer,
    rendering_options:
      rendering_options === undefined
        ? current.rendering_options
        : rendering_options && { amount_tax_display: null, template: null, ...rendering_options },
  }
}
