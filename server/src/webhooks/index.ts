export { mostEndpoints, type NewEndpoint } from './create-endpoint.ts'
export type { Delivering } from './deliverer.ts'
export type { DeliveryLog } from './delivery-log.ts'
export type { DisabledReason, WebhookEndpoint } from './endpoint.ts'
export { type WebhookProblemCode, webhookProblemCodes } from './errors.ts'
export type { AddressPolicy } from './ssrf.ts'
export {
  type DeliveryPage,
  deliveriesOf,
  deliveriesTo,
  endpointsOf,
  healthOf,
  pendingWebhooks,
  triesOf,
  type WebhookDelivery,
  type WebhookTry,
} from './store.ts'
export type { EndpointUpdate } from './update-endpoint.ts'
export { getEndpoint } from './verbs.ts'
export { createWebhooks, type Webhooks, type WebhooksDeps } from './webhooks.ts'
