import type { Adapter } from '../../adapter.ts'
import { checkCredentials } from './account.ts'
import { currencies, exponents } from './amounts.ts'
import { authorize, complete, verify } from './authorize.ts'
import { capture, increment, refund, voidAuthorization } from './change.ts'
import { acceptDispute, readDispute, submitEvidence } from './disputes.ts'
import { lookup } from './lookup.ts'
import { parseNotification } from './notification.ts'

/** Stripe, by its payment intents. @see https://docs.stripe.com/api */
export const stripe: Adapter = {
  name: 'stripe',
  capabilities: {
    methods: ['card'],
    currencies,
    manualCapture: true,
    partialCapture: true,
    multipleCapture: false,
    incrementalAuthorization: true,
    partialRefund: true,
    void: true,
    authentication: true,
    networkTokens: false,
    disputeResponse: true,
    captureOutcome: 'answer',
    refundOutcome: 'answer',
    voidOutcome: 'answer',
    lookup: 'by_reference',
    idempotency: { windowHours: 24, replays: 'every_answer' },
    authorizationDays: 7,
    exponents,
    deadlineMs: 10_000,
  },
  checkCredentials,
  authorize,
  verify,
  complete,
  capture,
  void: voidAuthorization,
  refund,
  increment,
  lookup,
  readDispute,
  submitEvidence,
  acceptDispute,
  parseNotification,
}
