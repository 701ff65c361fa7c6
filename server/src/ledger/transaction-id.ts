/** The balance transaction that shows a journal entry to its merchant: its id follows from the entry's. */
export function transactionId(entryId: string): string {
  return entryId.replace(/^je_/, 'txn_')
}

/** The application fee a capture's entry took: its id follows from the entry's, too. */
export function applicationFeeId(entryId: string): string {
  return entryId.replace(/^je_/, 'fee_')
}
