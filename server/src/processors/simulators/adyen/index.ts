import type { Simulator } from '../simulator.ts'
import { challengeRoutes } from './challenge.ts'
import { openDialect } from './dialect.ts'
import { defineDisputes } from './disputes.ts'
import { modificationRoutes } from './modifications.ts'
import { sign } from './notification.ts'
import { paymentRoutes } from './payments.ts'
import { book, openState } from './state.ts'

/** Stands in for Adyen Checkout: card payments and their changes, told of by standard webhooks. */
export const adyenSimulator: Simulator = {
  name: 'adyen',
  sign,
  open(stage) {
    const state = openState(stage)
    defineDisputes(state)
    return {
      dialect: openDialect(stage),
      routes: [...paymentRoutes(state), ...modificationRoutes(state), ...challengeRoutes(state)],
      book: () => book(state),
    }
  },
}
