import type { Adapter } from '../../adapter.ts'
import { capabilities } from './capabilities.ts'
import { checkCredentials } from './credentials.ts'
import { cancel, capture, increment, refund } from './modifications.ts'
import { parseNotification } from './notifications.ts'
import { authorize, complete, verify } from './payments.ts'

/**
 * Adyen Checkout API 71. An account's base URL is `https://checkout-test.adyen.com/v71`, or live
 * `https://<prefix>-checkout-live.adyenpayments.com/checkout/v71`.
 */
export const adyen: Adapter = {
  name: 'adyen',
  capabilities,
  checkCredentials,
  authorize,
  verify,
  complete,
  capture,
  void: cancel,
  refund,
  increment,
  parseNotification,
}
