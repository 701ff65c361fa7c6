import type { Change, Queries, Row } from '../db/index.ts'
import { shortCache } from './cache.ts'
import { hashKey, keyHintOf } from './keys.ts'
import { findKey, findMerchant, findPsp, processorAccountsOf } from './store.ts'

/**
 * Who exists, and where their payments go, held in memory for at most five seconds: what every request
 * must know first. What this server changes it sees at once (`forget`), what another one changes
 * within that time.
 */
export interface Directory {
  /** Whether live keys work here. */
  readonly liveMode: boolean
  key(hash: string, now: Date): Promise<Row<'api_keys'> | undefined>
  psp(id: string, now: Date): Promise<Row<'psps'> | undefined>
  merchant(id: string, now: Date): Promise<Row<'merchants'> | undefined>
  /**
   * The active accounts a merchant's payments can go to, in the order they are to be tried: lowest
   * priority number first, and of equals the merchant's own before those it shares with the PSP's others.
   */
  processorAccountsFor(
    merchant: Pick<Row<'merchants'>, 'id' | 'psp_id'>,
    livemode: boolean,
    now: Date,
  ): Promise<Row<'processor_accounts'>[]>
  /** One of a PSP's accounts, disabled or not: what was asked there is settled there. */
  processorAccount(
    pspId: string,
    id: string,
    now: Date,
  ): Promise<Row<'processor_accounts'> | undefined>
  /** Drops whatever a change touches; call it when the change was made, or may have been. */
  forget(change: Pick<Change, 'inserts' | 'replaces'>): void
}

/**
 * @param queries reads across tenants
 * @param liveMode whether this installation takes live payments; if not, live keys are refused
 * @param operatorKey an operator's key from the settings, good beside those in the database
 * @param lifeMs how long a change made by another server may go unseen
 */
export function openDirectory(
  queries: Queries,
  {
    liveMode = true,
    operatorKey,
    lifeMs = 5_000,
  }: { liveMode?: boolean; operatorKey?: string | undefined; lifeMs?: number } = {},
): Directory {
  const missLifeMs = Math.min(lifeMs, 1_000)
  const life = { lifeMs, missLifeMs }
  const fromSettings = operatorKey === undefined ? undefined : keyFromSettings(operatorKey)
  const keys = shortCache((hash) => findKey(queries, hash), life)
  const psps = shortCache((id) => findPsp(queries, id), life)
  const merchants = shortCache((id) => findMerchant(queries, id), life)
  const accounts = shortCache((pspId) => processorAccountsOf(queries, pspId), life)

  return {
    liveMode,
    key: async (hash, now) => (hash === fromSettings?.hash ? fromSettings : keys.get(hash, now)),
    psp: (id, now) => psps.get(id, now),
    merchant: (id, now) => merchants.get(id, now),
    async processorAccountsFor(merchant, livemode, now) {
      const all = (await accounts.get(merchant.psp_id, now)) ?? []
      return all.filter(
        (account) =>
          account.livemode === livemode &&
          account.status === 'active' &&
          (account.merchant_id === null || account.merchant_id === merchant.id),
      )
    },
    async processorAccount(pspId, id, now) {
      return (await accounts.get(pspId, now))?.find((account) => account.id === id)
    },
    forget({ inserts, replaces }) {
      for (const { table, row } of [...inserts, ...replaces]) {
        if (table === 'api_keys') keys.forget(row.hash)
        else if (table === 'psps') psps.forget(row.id)
        else if (table === 'merchants') merchants.forget(row.id)
        else if (table === 'processor_accounts') accounts.forget(row.psp_id)
      }
    },
  }
}

function keyFromSettings(text: string): Row<'api_keys'> {
  return {
    id: 'key_operator_setting',
    hash: hashKey(text),
    version: 1,
    kind: 'operator',
    psp_id: null,
    merchant_id: null,
    livemode: true,
    name: 'OPERATOR_KEY',
    hint: keyHintOf(text),
    permissions: {},
    created_at: new Date(0),
    expires_at: null,
    revoked_at: null,
    replaced_by: null,
  }
}
