import type { Logger } from 'pino'
import type { Committer, Database } from '../db/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { PaymentParts } from '../payments/index.ts'
import type { Webhooks } from '../webhooks/index.ts'
import type { Kinds } from './kinds.ts'

/** What the API does with webhooks; sending them is the worker's part. */
export type WebhookVerbs = Pick<
  Webhooks,
  | 'createEndpoint'
  | 'deleteEndpoint'
  | 'resendEvent'
  | 'revealSecret'
  | 'rollSecret'
  | 'updateEndpoint'
>

/** What the API is wired to. */
export interface ApiDeps {
  readonly database: Pick<Database, 'tenant' | 'system'>
  readonly committer: Pick<Committer, 'commit'>
  readonly clock: Clock
  readonly log: Logger
  /**
   * A secret that all servers of an installation share: it signs page tokens and hashes what requests asked.
   * Changing it makes running searches start over, and repeats of requests of the last day look different.
   */
  readonly signingKey: string
  /** What the verbs of payments use; the directory, the vault and our public address are the API's too. */
  readonly parts: PaymentParts
  /** The verbs on webhook endpoints. */
  readonly webhooks: WebhookVerbs
}

/** The API as its parts see it. */
export interface Api extends ApiDeps {
  readonly kinds: Kinds
}
