import type { Resources } from '../server.ts'
import { chargeKind } from './charges/view.ts'
import { countrySpecEndpoints } from './country_specs/routes.ts'
import { eventEndpoints } from './events/routes.ts'
import { eventKind } from './events/view.ts'
import { paymentIntentEndpoints } from './payment_intents/routes.ts'
import { paymentIntentKind } from './payment_intents/view.ts'
import { refundKind } from './refunds/view.ts'

/** Every resource of the API: one line each for its endpoints and its kinds. */
export const resources: Resources = {
  endpoints: [...countrySpecEndpoints, ...eventEndpoints, ...paymentIntentEndpoints],
  kinds: [chargeKind, eventKind, paymentIntentKind, refundKind],
}
