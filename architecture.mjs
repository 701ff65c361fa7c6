/**
 * Which folder of server/src may import which: the whole architecture in one table.
 * `npm run check` holds the code to it. Every folder is imported through its index.ts only.
 */
const foundation = ['db', 'kernel']

export const mayImport = {
  kernel: [],
  db: ['kernel'],
  processors: ['kernel'],
  events: [...foundation],
  ledger: [...foundation],
  tenants: ['events', ...foundation],
  cli: ['tenants', ...foundation],
  demo: ['tenants', ...foundation],
  vault: ['tenants', 'events', ...foundation],
  routing: ['processors', 'tenants', ...foundation],
  customers: ['processors', 'vault', 'tenants', 'events', ...foundation],
  payments: [
    'customers',
    'routing',
    'vault',
    'processors',
    'ledger',
    'events',
    'tenants',
    ...foundation,
  ],
  disputes: ['payments', 'processors', 'ledger', 'events', 'tenants', ...foundation],
  notifications: ['disputes', 'payments', 'processors', 'tenants', ...foundation],
  verify: ['ledger', ...foundation],
  webhooks: ['events', 'tenants', ...foundation],
  worker: [
    'disputes',
    'payments',
    'webhooks',
    'ledger',
    'vault',
    'events',
    'tenants',
    ...foundation,
  ],
  api: [
    'notifications',
    'disputes',
    'payments',
    'customers',
    'webhooks',
    'routing',
    'vault',
    'processors',
    'ledger',
    'events',
    'tenants',
    ...foundation,
  ],
}
