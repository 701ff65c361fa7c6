export type { WebhookEndpoint } from './endpoint.ts'
export type { WebhookProblemCode } from './errors.ts'
export {
  deliveriesOf,
  deliveriesTo,
  triesOf,
  type WebhookDelivery,
  type WebhookTry,
} from './store.ts'
export { getEndpoint } from './verbs.ts'
export { createWebhooks, largestFanOut, type Webhooks } from './webhooks.ts'
