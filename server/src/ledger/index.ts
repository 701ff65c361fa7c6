export { type Anchor, createAnchoring, readAnchors } from './anchors.ts'
export { auditChains, type ChainFault } from './audit-chains.ts'
export {
  type Counters,
  countersBefore,
  countersOf,
  type Funds,
  fundsOf,
  proofOf,
} from './balances-store.ts'
export type { Book } from './chain.ts'
export { type AccountName, accountNames, chart } from './chart.ts'
export type { FundsAccount } from './facts.ts'
export * as facts from './facts.ts'
export { ledgerJobs } from './jobs.ts'
export { fundsMoved } from './posted-lines.ts'
export {
  type EntryFacts,
  type EntryKind,
  entry,
  entryKinds,
  type Posting,
  table,
} from './posting.ts'
export { releaseDueFunds } from './release-funds.ts'
export { sealBlocks } from './seal-blocks.ts'
export type { SweepContext } from './sweep.ts'
export { applicationFeeId, transactionId } from './transaction-id.ts'
