/** What became of a notification. An orphan names something we know nothing of, perhaps not yet. */
export type Outcome = 'settled' | 'ignored' | 'orphan'
