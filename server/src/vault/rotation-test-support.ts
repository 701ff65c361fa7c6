import type { Row } from '../db/index.ts'
import { newId } from '../kernel/index.ts'
import { addCard, addMerchant, addPsp, commit, type TestParts } from './test-support.ts'
import { createVault, type Vault } from './vault.ts'

export const numbers = ['4242424242424242', '378282246310005', '5555555555554444'] as const

/**
 * Two PSPs with three merchants in both modes. Each merchant has cards in either mode, an account at a
 * processor and a webhook endpoint with two secrets. It is two days ago that they came.
 */
export async function fill(parts: TestParts, vault: Vault, cardsEach: number): Promise<void> {
  for (const merchants of [2, 1]) {
    const pspId = await addPsp(parts)
    for (let place = 0; place < merchants; place++) {
      const merchantId = await addMerchant(parts, pspId)
      for (const livemode of [false, true]) {
        const scope = { pspId, merchantId, livemode }
        for (let card = 0; card < cardsEach; card++) {
          await addCard(parts, vault, scope, numbers[card % numbers.length] ?? '')
        }
        await addAccount(parts, vault, pspId, place === 0 ? null : merchantId, livemode)
        await addEndpoint(parts, vault, scope)
      }
    }
  }
  parts.pass(2 * 86_400_000)
}

async function addAccount(
  parts: TestParts,
  vault: Vault,
  pspId: string,
  merchantId: string | null,
  livemode: boolean,
): Promise<void> {
  const id = newId('pa')
  const row: Row<'processor_accounts'> = {
    ...{ id, psp_id: pspId, merchant_id: merchantId, livemode, version: 1 },
    created_at: parts.clock.now(),
    ...{ processor: 'stripe', name: id, base_url: 'https://example.com', status: 'active' },
    priority: 1,
    credentials: await vault.sealSecret({ pspId, livemode }, id, `credentials of ${id}`),
    costs: [],
  }
  await commit(parts, merchantId ?? pspId, livemode, 'inserts', 'processor_accounts', row)
}

async function addEndpoint(
  parts: TestParts,
  vault: Vault,
  scope: { pspId: string; merchantId: string; livemode: boolean },
): Promise<void> {
  const id = newId('we')
  const secret = (name: string) => vault.sealSecret(scope, id, `${name} of ${id}`)
  const row: Row<'webhook_endpoints'> = {
    merchant_id: scope.merchantId,
    livemode: scope.livemode,
    id,
    version: 1,
    created_at: parts.clock.now(),
    ...{ status: 'enabled', disabled_at: null, disabled_reason: null },
    ...{ url: 'https://example.com', enabled_events: ['*'], api_version: null, description: null },
    secrets: [
      { sealed: await secret('new'), until: null },
      { sealed: await secret('old'), until: '2026-07-01' },
    ],
    enabled_at: parts.clock.now(),
    metadata: {},
  }
  await commit(parts, scope.merchantId, scope.livemode, 'inserts', 'webhook_endpoints', row)
}

/** What becomes of everything sealed in the database, as a new server sees it. */
export async function openAll(parts: TestParts): Promise<{ opened: number; refused: string[] }> {
  const vault = createVault(parts)
  let opened = 0
  const refused: string[] = []
  const attempt = async (id: string, opening: Promise<string>, isRight: RegExp) => {
    const text = await opening.catch(() => '')
    if (isRight.test(text)) opened += 1
    else refused.push(id)
  }
  for (const row of await ofMerchants<Row<'payment_methods'>>(parts, 'payment_methods')) {
    const number = vault.openCard(scopeOf(row), row.id, row).then((card) => card.number)
    await attempt(row.id, number, new RegExp(`^(${numbers.join('|')})$`))
  }
  for (const row of await ofMerchants<Row<'webhook_endpoints'>>(parts, 'webhook_endpoints')) {
    for (const { sealed } of row.secrets as { sealed: string }[]) {
      const secret = vault.openSecret(scopeOf(row), row.id, sealed)
      await attempt(row.id, secret, new RegExp(`^(new|old) of ${row.id}$`))
    }
  }
  const accounts = await parts.sql<Row<'processor_accounts'>>('select * from processor_accounts')
  for (const { id, psp_id, livemode, credentials } of accounts) {
    const text = vault.openSecret({ pspId: psp_id, livemode }, id, credentials)
    await attempt(id, text, new RegExp(`^credentials of ${id}$`))
  }
  return { opened, refused }
}

interface Owned {
  readonly psp_id: string
  readonly merchant_id: string
  readonly livemode: boolean
}

/** A table's rows with their merchant's PSP. */
export function ofMerchants<R>(parts: TestParts, table: string): Promise<(R & Owned)[]> {
  return parts.sql<R & Owned>(
    `select t.*, m.psp_id from ${table} t join merchants m on m.id = t.merchant_id order by t.id`,
  )
}

export function scopeOf({ psp_id, merchant_id, livemode }: Owned) {
  return { pspId: psp_id, merchantId: merchant_id, livemode }
}
