import { z } from 'zod'
import { taxIdTypes } from '../../../customers/index.ts'
import { listParams } from '../../list-params.ts'
import { enumeration, id, officialNumber, optional, unsupportedAll } from '../../wire/index.ts'

export const createTaxIdBody = z.strictObject({
  type: enumeration(taxIdTypes),
  value: officialNumber(),
})

const owner = optional(
  z.strictObject({
    type: enumeration(['customer', 'self']),
    customer: optional(id('cus')),
    ...unsupportedAll(
      ['account', 'customer_account'],
      "A tax id is the account's own or a customer's.",
    ),
  }),
)

export const createOwnedTaxIdBody = createTaxIdBody.extend({ owner })
export const listOwnedTaxIdsQuery = z.strictObject({ ...listParams, owner })
