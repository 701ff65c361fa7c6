import type { Resources } from '../server.ts'
import { accountEndpoints } from './accounts/routes.ts'
import { accountKind } from './accounts/view.ts'
import { apiKeyEndpoints } from './api_keys/routes.ts'
import { apiKeyKind } from './api_keys/view.ts'
import { balanceEndpoints } from './balance/routes.ts'
import { balanceTransactionEndpoints } from './balance_transactions/routes.ts'
import { chargeEndpoints } from './charges/routes.ts'
import { chargeKind } from './charges/view.ts'
import { countrySpecEndpoints } from './country_specs/routes.ts'
import { customerBalanceTransactionEndpoints } from './customer_balance_transactions/routes.ts'
import { customerBalanceTransactionKind } from './customer_balance_transactions/view.ts'
import { customerEndpoints } from './customers/routes.ts'
import { customerKind } from './customers/view.ts'
import { disputeEndpoints } from './disputes/routes.ts'
import { disputeKind } from './disputes/view.ts'
import { eventEndpoints } from './events/routes.ts'
import { eventKind } from './events/view.ts'
import { fileEndpoints } from './files/routes.ts'
import { fileKind } from './files/view.ts'
import { ledgerEntryKind } from './ledger/entry-view.ts'
import { ledgerEndpoints } from './ledger/routes.ts'
import { paymentIntentEndpoints } from './payment_intents/routes.ts'
import { paymentIntentKind } from './payment_intents/view.ts'
import { paymentMethodEndpoints } from './payment_methods/routes.ts'
import { paymentMethodKind } from './payment_methods/view.ts'
import { processorAccountEndpoints } from './processor_accounts/routes.ts'
import { processorAccountKind } from './processor_accounts/view.ts'
import { pspEndpoints } from './psps/routes.ts'
import { pspKind } from './psps/view.ts'
import { refundOfChargeEndpoints } from './refunds/of-charge.ts'
import { refundEndpoints } from './refunds/routes.ts'
import { refundKind } from './refunds/view.ts'
import { setupAttemptEndpoints } from './setup_attempts/routes.ts'
import { setupAttemptKind } from './setup_attempts/view.ts'
import { setupIntentEndpoints } from './setup_intents/routes.ts'
import { setupIntentKind } from './setup_intents/view.ts'
import { sourceEndpoints } from './sources/routes.ts'
import { taxIdEndpoints } from './tax_ids/routes.ts'
import { taxIdKind } from './tax_ids/view.ts'
import { tokenEndpoints } from './tokens/routes.ts'
import { tokenKind } from './tokens/view.ts'
import { webhookEndpointEndpoints } from './webhook_endpoints/routes.ts'
import { webhookEndpointKind } from './webhook_endpoints/view.ts'

/** Every resource of the API: one line each for its endpoints and its kinds. */
export const resources: Resources = {
  endpoints: [
    ...accountEndpoints,
    ...apiKeyEndpoints,
    ...balanceEndpoints,
    ...balanceTransactionEndpoints,
    ...chargeEndpoints,
    ...countrySpecEndpoints,
    ...customerBalanceTransactionEndpoints,
    ...customerEndpoints,
    ...disputeEndpoints,
    ...eventEndpoints,
    ...fileEndpoints,
    ...ledgerEndpoints,
    ...paymentIntentEndpoints,
    ...paymentMethodEndpoints,
    ...processorAccountEndpoints,
    ...pspEndpoints,
    ...refundEndpoints,
    ...refundOfChargeEndpoints,
    ...setupAttemptEndpoints,
    ...setupIntentEndpoints,
    ...sourceEndpoints,
    ...taxIdEndpoints,
    ...tokenEndpoints,
    ...webhookEndpointEndpoints,
  ],
  kinds: [
    accountKind,
    apiKeyKind,
    chargeKind,
    customerBalanceTransactionKind,
    customerKind,
    disputeKind,
    eventKind,
    fileKind,
    ledgerEntryKind,
    paymentIntentKind,
    paymentMethodKind,
    processorAccountKind,
    pspKind,
    refundKind,
    setupAttemptKind,
    setupIntentKind,
    taxIdKind,
    tokenKind,
    webhookEndpointKind,
  ],
}
