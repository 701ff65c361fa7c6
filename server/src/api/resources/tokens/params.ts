import { z } from 'zod'
import { optional, unsupported, unsupportedAll } from '../../wire/index.ts'
import { legacyCard } from '../sources/params.ts'

export const createTokenBody = z.strictObject({
  card: legacyCard(),
  customer: optional(unsupported('Tokens are not shared between accounts.')),
  ...unsupportedAll(
    ['account', 'bank_account', 'cvc_update', 'person', 'pii'],
    'Tokens here stand for cards.',
  ),
})
