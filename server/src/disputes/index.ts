export { type Dispute, typedDispute } from './model.ts'
export { readDispute } from './read-dispute.ts'
export { settleDispute } from './settle-dispute.ts'
export { isWithdrawn } from './states.ts'
