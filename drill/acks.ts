/**
 * What a caller was told for good. Whatever happened to server and database since, it has to be true at
 * the end.
 */
export type Ack =
  | {
      readonly is: 'payment'
      readonly order: string
      readonly intent: string
      readonly status: string
      readonly received: bigint
    }
  | { readonly is: 'declined'; readonly order: string; readonly charge: string }
  | {
      readonly is: 'refund'
      readonly order: string
      readonly refund: string
      readonly status: string
      readonly amount: bigint
    }
  /** A request that got another answer than the plan allows. */
  | { readonly is: 'surprise'; readonly order: string; readonly what: string }
