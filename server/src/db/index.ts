export {
  type Change,
  ChangeRefused,
  type Entry,
  type Refusal,
  type Write,
  write,
} from './change.ts'
export { type Committer, CommitUnknown, openCommitter } from './commit.ts'
export { whenReachable } from './lost-connection.ts'
export { migrate } from './migrate.ts'
export { type Database, openDatabase, type Queries, type Scope } from './pool.ts'
export { onCurrentRows } from './retry.ts'
export { reviveRow } from './rows.ts'
export type * from './schema.ts'
