import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Row, type TableName, write } from '../db/index.ts'
import { newId } from '../kernel/index.ts'
import type { VaultParts } from './key-ring.ts'
import { localMasterKeys, newDemoMasterKey, parseMasterKeys } from './master-keys.ts'
import type { VaultScope } from './sealing.ts'
import type { Vault } from './vault.ts'

/** What a vault is made of, on a database of the test file's own. */
export interface TestParts extends TestDatabase, VaultParts {
  readonly database: TestDatabase['database']
  readonly committer: TestDatabase['committer']
  /** Lets time pass. */
  pass(ms: number): void
  /** The same with other master keys, given as the settings would; the current one first. */
  under(...masterKeys: string[]): TestParts
}

export async function testParts(): Promise<TestParts> {
  let passedMs = 0
  const under = (...masterKeys: string[]): TestParts => ({
    ...parts,
    masterKeys: localMasterKeys(parseMasterKeys(masterKeys.join(','))),
  })
  const parts: TestParts = {
    ...(await testDatabase()),
    under,
    masterKeys: localMasterKeys(parseMasterKeys(newDemoMasterKey())),
    clock: { now: () => new Date(Date.now() + passedMs) },
    pass(ms) {
      passedMs += ms
    },
  }
  return parts
}

/** A new PSP. */
export async function addPsp({ committer, clock }: VaultParts): Promise<string> {
  const row: Row<'psps'> = {
    id: newId('psp'),
    version: 1,
    name: 'Nordbetalning',
    country: 'SE',
    created_at: clock.now(),
    settings: {},
    metadata: {},
  }
  await commit({ committer }, row.id, false, 'inserts', 'psps', row)
  return row.id
}

/** A new merchant of a PSP. */
export async function addMerchant(parts: VaultParts, pspId: string): Promise<string> {
  const row: Row<'merchants'> = {
    id: newId('acct'),
    psp_id: pspId,
    livemode: true,
    version: 1,
    created_at: parts.clock.now(),
    country: 'SE',
    default_currency: 'sek',
    email: null,
    status: 'active',
    pricing: [],
    details: {},
    metadata: {},
  }
  await commit(parts, row.id, true, 'inserts', 'merchants', row)
  return row.id
}

/** Stores a card as a payment method of a merchant. */
export async function addCard(
  parts: VaultParts,
  vault: Vault,
  scope: Required<VaultScope>,
  number: string,
): Promise<Row<'payment_methods'>> {
  const id = newId('pm')
  const row: Row<'payment_methods'> = {
    merchant_id: scope.merchantId,
    livemode: scope.livemode,
    id,
    version: 1,
    created_at: parts.clock.now(),
    type: 'card',
    customer_id: null,
    ...(await vault.sealCard(scope, id, { number })),
    metadata: {},
    details: {},
  }
  await commit(parts, scope.merchantId, scope.livemode, 'inserts', 'payment_methods', row)
  return row
}

/** One row in a change of its own. */
export function commit<T extends TableName>(
  { committer }: Pick<VaultParts, 'committer'>,
  merchantId: string,
  livemode: boolean,
  how: 'inserts' | 'replaces',
  table: T,
  row: Row<T>,
): Promise<void> {
  const none = { inserts: [], replaces: [], entries: [] }
  return committer.commit({ merchantId, livemode, ...none, [how]: [write(table, row)] })
}
