import type { Simulator } from '../simulator.ts'
import { challengeRoutes } from './challenge.ts'
import { openDialect } from './dialect.ts'
import { disputeRoutes } from './disputes.ts'
import { modificationRoutes } from './modifications.ts'
import { sign } from './notification.ts'
import { paymentRoutes } from './payments.ts'
import { book, openState } from './state.ts'

/** Stands in for Adyen Checkout: card payments, their changes and disputes, told of by standard webhooks. */
export const adyenSimulator: Simulator = {
  name: 'adyen',
  sign,
  open(stage) {
    const state = openState(stage)
    return {
      dialect: openDialect(stage),
      routes: [
        ...paymentRoutes(state),
        ...modificationRoutes(state),
        ...challengeRoutes(state),
        ...disputeRoutes(state),
      ],
      book: () => book(state),
    }
  },
}
