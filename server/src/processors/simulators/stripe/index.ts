import type { Simulator } from '../simulator.ts'
import { challengeRoutes } from './challenge.ts'
import { openDialect } from './dialect.ts'
import { disputeRoutes } from './disputes.ts'
import { intentRoutes } from './intents.ts'
import { readRoutes } from './lists.ts'
import { refundRoutes } from './refunds.ts'
import { setupRoutes } from './setup-intents.ts'
import { sign } from './signature.ts'
import { openState } from './state.ts'

/** Stands in for Stripe: payment and setup intents, refunds, disputes, the balance, and events. */
export const stripeSimulator: Simulator = {
  name: 'stripe',
  sign,
  open(stage) {
    const state = openState(stage)
    return {
      dialect: openDialect(stage),
      routes: [
        ...intentRoutes(state),
        ...setupRoutes(state),
        ...refundRoutes(state),
        ...disputeRoutes(state),
        ...readRoutes(state),
        ...challengeRoutes(state),
      ],
      book: () => state.book.values(),
    }
  },
}
