import type { DisabledReason } from './endpoint.ts'

interface About {
  readonly merchantId: string
  readonly endpointId: string
}

/** What happens while delivering, for the log of the installation: no bodies, no secrets. */
export type DeliveryLog = About &
  (
    | {
        readonly kind: 'webhook_tried'
        readonly eventId: string
        readonly tryId: string
        /** Where the delivery stands now. */
        readonly state: string
        readonly status: number | null
        readonly error: string | null
        readonly durationMs: number
      }
    | { readonly kind: 'webhook_endpoint_disabled'; readonly reason: DisabledReason }
    /** Something of ours failed: rendering, the vault, the database. The delivery comes due again. `err` is pino's name. */
    | { readonly kind: 'webhook_fault'; readonly eventId: string; readonly err: unknown }
  )
