export { type Anchor, bookKey, createAnchoring, readAnchors } from './anchors.ts'
export { type Book, type ChainedEntry, chain, genesis, markBytes, markOf } from './chain.ts'
export { blocksOfBook, entriesOfBooks } from './chain-store.ts'
export { type AccountName, accountNames, chart } from './chart.ts'
export type { FundsAccount } from './facts.ts'
export * as facts from './facts.ts'
export { ledgerJobs } from './jobs.ts'
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
export { transactionId } from './transaction-id.ts'
