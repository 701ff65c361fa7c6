import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { webhookEndpoint } from './schema.ts'
import { visibleEndpoints } from './visible-store.ts'

/** A webhook endpoint. Its secret is told by the answers that made or rolled it only. */
export const webhookEndpointKind = kind({
  table: 'webhook_endpoints',
  object: 'webhook_endpoint',
  prefix: 'we',
  schema: webhookEndpoint,
  visible: visibleEndpoints,
  view: (row) => ({
    id: row.id,
    object: 'webhook_endpoint',
    api_version: row.api_version,
    application: null,
    created: unixSeconds(row.created_at),
    description: row.description,
    enabled_events: row.enabled_events,
    livemode: row.livemode,
    metadata: row.metadata,
    status: row.status,
    url: row.url,
  }),
})
