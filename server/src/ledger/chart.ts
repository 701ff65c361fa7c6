/** The sides a balance can grow on: assets and costs on debit, debts and income on credit. */
export type NormalSide = 'debit' | 'credit'

interface Account {
  readonly normal: NormalSide
  /** What a positive balance of it means, in one line. */
  readonly meaning: string
}

/** Every account of a merchant's book. docs/money-flows.md shows which facts move them. */
export const chart = {
  processor_clearing: { normal: 'debit', meaning: 'money a processor holds and owes us' },
  bank: { normal: 'debit', meaning: 'money in our bank account' },
  processor_cost: { normal: 'debit', meaning: 'what processors charge for their work' },
  merchant_pending: { normal: 'credit', meaning: 'owed to the merchant, not yet available' },
  merchant_available: { normal: 'credit', meaning: 'owed to the merchant, ready to pay out' },
  merchant_reserve: { normal: 'credit', meaning: 'owed to the merchant, held back' },
  payout_in_transit: { normal: 'credit', meaning: 'on its way to the merchant’s bank' },
  in_transit: { normal: 'credit', meaning: 'on its way between two books' },
  psp_fee_revenue: { normal: 'credit', meaning: 'what the PSP earns on payments' },
  application_fee_revenue: {
    normal: 'credit',
    meaning: 'what the PSP takes of single payments, beside its price',
  },
  dispute_fee_revenue: { normal: 'credit', meaning: 'what the PSP charges for disputes' },
  processor_cost_accrued: { normal: 'credit', meaning: 'processor costs not yet settled' },
} as const satisfies Readonly<Record<string, Account>>

export type AccountName = keyof typeof chart

/** Every account name, in the order of the chart. */
export const accountNames = Object.keys(chart) as AccountName[]
