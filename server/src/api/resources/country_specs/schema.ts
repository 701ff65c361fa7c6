import { z } from 'zod'

const fields = z.strictObject({ additional: z.array(z.string()), minimum: z.array(z.string()) })

/** A country spec on the wire. */
export const countrySpec = z.strictObject({
  id: z.string(),
  object: z.literal('country_spec'),
  default_currency: z.string(),
  supported_bank_account_currencies: z.record(z.string(), z.array(z.string())),
  supported_payment_currencies: z.array(z.string()),
  supported_payment_methods: z.array(z.string()),
  supported_transfer_countries: z.array(z.string()),
  verification_fields: z.strictObject({ company: fields, individual: fields }),
})
