export { type AccountName, accountNames, chart } from './chart.ts'
export type { FundsAccount } from './facts.ts'
export * as facts from './facts.ts'
export {
  type EntryFacts,
  type EntryKind,
  entry,
  entryKinds,
  type Posting,
  table,
} from './posting.ts'
export { releaseDueFunds, type SweepContext } from './release-funds.ts'
