/** The balance transaction that shows a journal entry to its merchant: its id follows from the entry's. */
export function transactionId(entryId: string): string {
  return entryId.replace(/^je_/, 'txn_')
}
