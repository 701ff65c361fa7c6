import type { AdapterAccount, HttpRequest, HttpResponse } from '../adapter.ts'

/** An account at a processor, and where that processor is reached. */
export interface RunnerAccount extends AdapterAccount {
  readonly processor: string
  /** Scheme, host and the path every request of this account begins with, without a closing slash. */
  readonly baseUrl: string
}

/**
 * Carries one request to a processor and its whole answer back. It sends at most once, and settles
 * promptly when `signal` aborts. It rejects with {@link NeverSent} when no byte of the request can
 * have left; every other rejection means that the processor may have acted.
 */
export type Transport = (
  request: HttpRequest,
  account: RunnerAccount,
  signal: AbortSignal,
) => Promise<HttpResponse>

/** Proof that a request stayed here: it was never handed to a connected socket. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent'
}
