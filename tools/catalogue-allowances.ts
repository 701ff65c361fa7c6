import type { Allowances } from './catalogue.ts'

/** What differs from the rules in this product's schema, and why; each name stands once. */
export const ourAllowances: Allowances = {
  // Few, small, and read by every merchant of a PSP or by nobody: copies of them go everywhere.
  referenceTables: [
    'psps',
    'merchants',
    'api_keys',
    'processor_accounts',
    'data_keys',
    'migrations',
  ],
  // A request may be a merchant's, or a PSP's or an operator's own; a notification comes to a PSP's account.
  ownerColumns: { idempotent_requests: 'owner_id', notifications: 'psp_id' },
  sweepIndexes: [
    'attempts_to_check',
    'attempts_to_expire',
    'modifications_to_check',
    'refunds_to_check',
    'setup_attempts_to_check',
    'disputes_to_check',
    'pending_funds_due',
    'idempotent_requests_by_age',
    'notifications_to_settle',
    // GIN has no leading column; row security and the query's own merchant narrow what it finds.
    'attempts_by_metadata',
    'customers_by_metadata',
    'payment_intents_by_metadata',
  ],
  definerFunctions: ['commit_changes'],
  crossTenantRoles: ['switchyard_system', 'switchyard_commit'],
}
