import type { Money } from '../kernel/index.ts'
import type { DeclineCode } from './decline-codes.ts'

export { type DeclineCode, declineCodes } from './decline-codes.ts'

/**
 * What a processor adapter is: for each operation a pure function that writes the request and one that
 * reads the answer. An adapter opens no socket, sees no database and knows no payment; it imports the
 * kernel and this file. The runner does the I/O and the payments folder decides what answers mean.
 */
export interface Adapter {
  readonly name: string
  readonly capabilities: Capabilities
  /** Says what is wrong with an account's credentials, field by field; empty when they can be used. */
  checkCredentials(credentials: Credentials): string[]
  readonly authorize: Operation<AuthorizeAsk>
  /** Proves a card usable without taking money (a zero-amount authorization), for saving it. */
  readonly verify?: Operation<VerifyAsk>
  /** Continues an authorization after the payer came back from a redirect or challenge. */
  readonly complete?: Operation<CompleteAsk>
  readonly capture?: Operation<CaptureAsk>
  readonly void?: Operation<VoidAsk>
  readonly refund?: Operation<RefundAsk>
  readonly increment?: Operation<IncrementAsk>
  /** Finds out what became of an earlier ask. Without it, repeating the ask with its key is the look-up. */
  readonly lookup?: Operation<LookupAsk, Answer | NotFound>
  /** Reads a dispute as it now is. Without it, what notifications say of disputes is all there is. */
  readonly readDispute?: Operation<DisputeAsk, DisputeNews | NotFound | Unknown>
  /** Sends a merchant's evidence on to whoever decides. */
  readonly submitEvidence?: Operation<EvidenceAsk, DisputeNews | Declined | Unknown>
  /** Gives a dispute up. */
  readonly acceptDispute?: Operation<DisputeChangeAsk, DisputeNews | Declined | Unknown>
  /** Verifies, then reads, what the processor sent us. Fails closed: no secret or no valid signature is a refusal. */
  parseNotification(raw: RawNotification, account: AdapterAccount): ParsedNotifications
}

/** The two halves of one exchange. Both are pure. */
export interface Operation<Ask, Reply = Answer> {
  request(ask: Ask, account: AdapterAccount): HttpRequest
  /**
   * Reads the processor's answer. Whatever cannot be read with certainty is `unknown`: a body that is
   * not what the protocol says, a 5xx, an id or state that does not belong here.
   */
  response(response: HttpResponse, ask: Ask, account: AdapterAccount): Reply
}

/** One HTTP request, before a socket is chosen. `path` is appended to the account's base URL. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back; header names in lower case. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Named secrets and settings of an account at a processor, as its owner typed them. */
export type Credentials = Readonly<Record<string, string>>

/** The part of a processor account an adapter may see. */
export interface AdapterAccount {
  readonly id: string
  readonly credentials: Credentials
}

/** A card in clear: exists only in memory while one request is served. */
export interface Card {
  readonly number: string
  readonly expMonth: number
  readonly expYear: number
  readonly cvc?: string
  readonly holderName?: string
  readonly address?: {
    readonly line1?: string
    readonly city?: string
    /** Of a country that has them: `CA`. */
    readonly state?: string
    readonly postalCode?: string
    readonly country?: string
  }
}

interface AskBase {
  /** Our id of the thing asked for (`ch_…`, `re_…`): the reference the processor is told. */
  readonly reference: string
  /** Made once, persisted before the first try, sent again on every retry. At most 64 characters. */
  readonly idempotencyKey: string
  /**
   * This was asked before and is asked again with its key, to learn how it ended. A refusal that only
   * turns this repetition away (wrong credentials, too many requests) is then `unknown`, not `declined`.
   */
  readonly repeat?: boolean
}

export interface AuthorizeAsk extends AskBase {
  readonly amount: Money
  readonly capture: 'automatic' | 'manual'
  readonly card: Card
  /** The payer is not present: nobody can complete a challenge. */
  readonly offSession: boolean
  /** The payer agrees that the card is kept and charged later. */
  readonly saveForLater: boolean
  /** `any`: ask for authentication whenever the card supports it; `automatic`: as issuer and rules demand. */
  readonly authentication: 'automatic' | 'any'
  /** Where the payer's browser returns after a redirect: a page of ours. */
  readonly returnUrl: string
  readonly statementDescriptor?: string
  readonly description?: string
  readonly payerEmail?: string
}

export interface VerifyAsk extends AskBase {
  readonly currency: string
  readonly card: Card
  readonly offSession: boolean
  readonly authentication: AuthorizeAsk['authentication']
  readonly returnUrl: string
}

export interface CompleteAsk extends AskBase {
  readonly processorReference: string
  /** Absent when a card was verified rather than charged. */
  readonly amount?: Money
  readonly capture: 'automatic' | 'manual'
  /** The query the payer's browser brought back. */
  readonly query: Readonly<Record<string, string>>
}

export interface CaptureAsk extends AskBase {
  /** The authorization's reference at the processor. */
  readonly processorReference: string
  readonly amount: Money
  /** Release what is left of the authorization. */
  readonly final: boolean
}

export interface VoidAsk extends AskBase {
  readonly processorReference: string
}

export interface RefundAsk extends AskBase {
  readonly processorReference: string
  readonly amount: Money
  readonly reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer'
}

export interface IncrementAsk extends AskBase {
  readonly processorReference: string
  /** The new total, not the difference. */
  readonly amount: Money
}

export interface LookupAsk {
  readonly kind: AskKind
  /** When the ask was sent, for processors that can only be searched by time. */
  readonly askedAt: Date
  /** Our reference, as sent with the ask. */
  readonly reference: string
  /** The processor's reference of this very thing, when an answer reached us before. */
  readonly processorReference?: string
  /** For a capture, refund, void or increment: the payment's reference at the processor. */
  readonly paymentReference?: string
  readonly amount?: Money
  readonly capture?: 'automatic' | 'manual'
}

export interface DisputeAsk {
  /** The processor's id of the dispute. */
  readonly processorReference: string
}

/** Something done about a dispute: repeated with its key, it is done once. */
export interface DisputeChangeAsk extends DisputeAsk {
  readonly idempotencyKey: string
  readonly repeat?: boolean
}

export interface EvidenceAsk extends DisputeChangeAsk {
  /** Texts by Stripe's names: `product_description`, `uncategorized_text`, … */
  readonly evidence: Readonly<Record<string, string>>
}

export type AskKind = 'authorize' | 'verify' | 'capture' | 'void' | 'refund' | 'increment'

/** What a processor may well answer. Complete: a `switch` over `outcome` has no default. */
export type Answer = Approved | Declined | RequiresAction | Pending | NotSent | Unknown

/** It is done. Amount and reference are what the processor says it did, to be compared with what was asked. */
export interface Approved {
  readonly outcome: 'approved'
  /** The processor's id of the thing: later asks name it. */
  readonly processorReference: string
  /** Absent only for `verify` and `void`. */
  readonly amount?: Money
  /** Our reference, echoed; absent when the protocol does not echo it. */
  readonly reference?: string
  readonly checks?: CardChecks
  readonly authenticated?: boolean
  readonly authorizationCode?: string
  readonly networkTransactionId?: string
}

export interface CardChecks {
  readonly cvc?: CheckResult
  readonly line1?: CheckResult
  readonly postalCode?: CheckResult
}
export type CheckResult = 'pass' | 'fail' | 'unavailable' | 'unchecked'

export interface Declined {
  readonly outcome: 'declined'
  readonly declineCode: DeclineCode
  /** What the processor called it, for people who look into it. */
  readonly processorCode: string
  /** Whether another try can help, and where: the same processor later, or another one at once. */
  readonly retry: 'never' | 'later' | 'elsewhere'
  readonly processorReference?: string
  readonly checks?: CardChecks
}

/** The payer must do something at `redirectUrl` first. Nothing is charged yet. */
export interface RequiresAction {
  readonly outcome: 'requires_action'
  readonly processorReference: string
  readonly redirectUrl: string
}

/** Accepted; a notification or a look-up will tell how it ended. */
export interface Pending {
  readonly outcome: 'pending'
  readonly processorReference: string
}

/** Proven: the request never left us (connection refused, name not found, circuit open). Made by the runner only. */
export interface NotSent {
  readonly outcome: 'not_sent'
  readonly reason: string
}

/** It may or may not have happened. Never read as a decline. */
export interface Unknown {
  readonly outcome: 'unknown'
  readonly reason: string
}

/**
 * The processor does not have this reference. What it searches may lag behind what it does, so this is
 * proof only once the idempotency key is no longer kept; until then, the ask is repeated with its key.
 */
export interface NotFound {
  readonly outcome: 'not_found'
}

/** What a processor can do, so that routing and validation ask the table instead of the processor. */
export interface Capabilities {
  readonly methods: readonly string[]
  /** ISO 4217 codes in lower case, or `all`. */
  readonly currencies: ReadonlySet<string> | 'all'
  readonly manualCapture: boolean
  readonly partialCapture: boolean
  readonly multipleCapture: boolean
  readonly incrementalAuthorization: boolean
  readonly partialRefund: boolean
  readonly void: boolean
  readonly authentication: boolean
  readonly networkTokens: boolean
  /** Whether a dispute can be answered through the adapter, and not only at the processor itself. */
  readonly disputeResponse: boolean
  /** Whether an approved answer settles the matter, or a notification confirms it later. */
  readonly captureOutcome: 'answer' | 'notification'
  readonly refundOutcome: 'answer' | 'notification'
  readonly voidOutcome: 'answer' | 'notification'
  /** How an earlier ask is found again: by our reference, by theirs only, or not at all. */
  readonly lookup: 'by_reference' | 'by_processor_reference' | 'none'
  /** How long, and for which answers, repeating an idempotency key returns the first result. Past it: look up first. */
  readonly idempotency: {
    readonly windowHours: number
    readonly replays: 'every_answer' | 'success_only'
  }
  /** Days an authorization lasts before the processor releases it. */
  readonly authorizationDays: number
  /** Currencies whose minor unit this processor counts differently from ISO 4217. */
  readonly exponents: Readonly<Record<string, number>>
  readonly deadlineMs: number
}

/** A notification exactly as it arrived. */
export interface RawNotification {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly receivedAt: Date
}

export type ParsedNotifications =
  | {
      readonly verified: true
      readonly notifications: readonly Notification[]
      readonly reply: NotificationReply
    }
  | { readonly verified: false; readonly reason: string }

/** What the processor expects to read back when we have stored its notification. */
export interface NotificationReply {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** One thing a processor says happened. The same `id` is the same notification, however often it comes. */
export interface Notification {
  readonly id: string
  readonly type: string
  readonly subject: AskKind | 'dispute' | 'other'
  /** Our reference, when the protocol carries it. */
  readonly reference?: string
  /** The processor's id of the thing this is about. */
  readonly processorReference: string
  /** The payment it belongs to, when the thing is a capture, refund or dispute. */
  readonly paymentReference?: string
  readonly answer: Answer | DisputeNews | { readonly outcome: 'none' }
  readonly occurredAt: Date
}

/** A cardholder's complaint, and how it stands. */
export interface DisputeNews {
  readonly outcome: 'dispute'
  /** The processor's id of the dispute. */
  readonly processorReference: string
  /** The processor's id of the payment, where the protocol names it. */
  readonly paymentReference?: string
  /** Our reference of the payment, where the protocol carries it. */
  readonly reference?: string
  readonly status: DisputeStatus
  /** Why, in Stripe's words. */
  readonly reason: string
  /** The card scheme's own number for why. */
  readonly networkReasonCode?: string
  readonly amount: Money
  /** How often evidence was submitted, where the protocol says. */
  readonly submissions?: number
  /** Until when evidence is taken. */
  readonly dueBy?: Date
  /** When it stood so; absent where it was just read. */
  readonly asOf?: Date
}

/**
 * Stripe's. While it is a `warning_…` (an inquiry) no money has moved; `needs_response`, `under_review` and
 * `lost` are chargebacks whose money is gone, `won` one whose money came back. A processor that has one word
 * for a step of both tells the inquiry's.
 */
export const disputeStatuses = [
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'needs_response',
  'under_review',
  'won',
  'lost',
] as const
export type DisputeStatus = (typeof disputeStatuses)[number]
