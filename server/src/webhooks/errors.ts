import { Problem } from '../kernel/index.ts'

/** Everything the webhooks folder refuses. api/problems.ts gives each its HTTP status. */
export type WebhookProblemCode =
  | 'enabled_events_invalid'
  | 'resource_missing'
  | 'secret_overlap_invalid'
  | 'url_invalid'
  | 'webhook_endpoint_disabled'
  | 'webhook_endpoint_limit'

/** A refusal of this folder. `param` is the field as the caller wrote it. */
export function refuse(code: WebhookProblemCode, message: string, param?: string): Problem {
  return new Problem(code, message, param === undefined ? {} : { param })
}

/** An id the caller may not see or that does not exist: the two are told alike. */
export function missing(what: string, id: string, param: string): Problem {
  return refuse('resource_missing', `No such ${what}: '${id}'`, param)
}
