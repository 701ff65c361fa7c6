import type { Resources } from '../server.ts'
import { chargeKind } from './charges/view.ts'
import { countrySpecEndpoints } from './country_specs/routes.ts'
import { customerBalanceTransactionEndpoints } from './customer_balance_transactions/routes.ts'
import { customerBalanceTransactionKind } from './customer_balance_transactions/view.ts'
import { customerEndpoints } from './customers/routes.ts'
import { customerKind } from './customers/view.ts'
import { eventEndpoints } from './events/routes.ts'
import { eventKind } from './events/view.ts'
import { paymentIntentEndpoints } from './payment_intents/routes.ts'
import { paymentIntentKind } from './payment_intents/view.ts'
import { paymentMethodEndpoints } from './payment_methods/routes.ts'
import { paymentMethodKind } from './payment_methods/view.ts'
import { refundKind } from './refunds/view.ts'
import { sourceEndpoints } from './sources/routes.ts'
import { taxIdEndpoints } from './tax_ids/routes.ts'
import { taxIdKind } from './tax_ids/view.ts'
import { tokenEndpoints } from './tokens/routes.ts'
import { tokenKind } from './tokens/view.ts'

/** Every resource of the API: one line each for its endpoints and its kinds. */
export const resources: Resources = {
  endpoints: [
    ...countrySpecEndpoints,
    ...customerBalanceTransactionEndpoints,
    ...customerEndpoints,
    ...eventEndpoints,
    ...paymentIntentEndpoints,
    ...paymentMethodEndpoints,
    ...sourceEndpoints,
    ...taxIdEndpoints,
    ...tokenEndpoints,
  ],
  kinds: [
    chargeKind,
    customerBalanceTransactionKind,
    customerKind,
    eventKind,
    paymentIntentKind,
    paymentMethodKind,
    refundKind,
    taxIdKind,
    tokenKind,
  ],
}
