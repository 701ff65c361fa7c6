import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { formatForPeople, money } from '../../kernel/index.ts'
import { type Attempt, typed } from '../../payments/index.ts'
import { detailsOf, findOwn, type Tenant } from '../../tenants/index.ts'
import type { Api } from '../api.ts'
import { chargeFlags } from '../resources/charges/view.ts'
import { brandName } from '../resources/sources/old-card.ts'
import { type Saying, sendPage } from './page.ts'
import { tenantAt } from './tenant-at.ts'

interface Place {
  readonly merchant: string
  readonly mode: string
  readonly charge: string
  readonly token: string
}

/**
 * A charge's receipt, for whoever has its address (`receipt_url`):
 * `GET /receipts/:merchant/:mode/:charge/:token`. The token is the key; it is the charge's alone.
 */
export function showReceipts(server: FastifyInstance, api: Api): void {
  server.get<{ Params: Place }>(
    '/receipts/:merchant/:mode/:charge/:token',
    async ({ params }, reply) => {
      const tenant = await tenantAt(api, params)
      const attempt = tenant && (await findCharge(api, tenant, params))
      return sendPage(
        reply,
        tenant === undefined || attempt === undefined ? missing : receipt(tenant, attempt),
      )
    },
  )
}

async function findCharge(
  { database }: Api,
  tenant: Tenant,
  { charge, token }: Place,
): Promise<Attempt | undefined> {
  const { merchant, livemode } = tenant
  const queries = database.tenant({ merchantId: merchant.id, livemode })
  const row = await findOwn({ queries, tenant }, 'attempts', charge)
  const attempt = row && typed('attempts', row)
  return attempt !== undefined && isSame(attempt.details.receipt_token, token) ? attempt : undefined
}

function isSame(wanted: string, given: string): boolean {
  const [left, right] = [Buffer.from(wanted), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function receipt({ merchant }: Tenant, attempt: Attempt): Saying {
  const { amount, currency, created_at, details } = attempt
  const { paid, refunded } = chargeFlags(attempt)
  const { name } = detailsOf(merchant).business_profile
  const say = (value: bigint) => formatForPeople(money(value, currency))
  return {
    status: 200,
    title: paid ? 'Receipt' : 'Not paid',
    text: paid ? 'This payment was made.' : 'This payment did not go through; nothing was taken.',
    facts: [
      ['Merchant', typeof name === 'string' ? name : merchant.id],
      ['Amount', say(amount)],
      ...(refunded > 0n ? [['Returned', say(refunded)] as const] : []),
      ['Card', `${brandName(details.card.brand)} ending in ${details.card.last4}`],
      ['Date', created_at.toISOString().slice(0, 10)],
      ...(details.description === null ? [] : [['For', details.description] as const]),
      ['Number', attempt.id],
    ],
  }
}

const missing: Saying = {
  status: 404,
  title: 'Nothing here',
  text: 'There is no receipt at this address. Ask the merchant for it.',
}
