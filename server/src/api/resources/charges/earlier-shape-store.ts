import type { Row } from '../../../db/index.ts'
import type { Reader } from '../../kinds.ts'
import { onlyCharges } from './visible-store.ts'

/** An intent's charges and their refunds, newest first. */
export interface ChargesAndRefunds {
  readonly charges: readonly Row<'attempts'>[]
  readonly refunds: readonly Row<'refunds'>[]
}

const most = 10

/** Charges of these intents with their refunds, by the intent's id: for versions that show them inline. */
export async function chargesOf(
  reader: Reader,
  intents: readonly Pick<Row<'payment_intents'>, 'id'>[],
): Promise<ReadonlyMap<string, ChargesAndRefunds>> {
  const of = intents.map(({ id }) => id)
  const [charges, refunds] = await Promise.all([
    ownCharges(reader).where('intent_id', 'in', of).orderBy('id', 'desc').execute(),
    ownRefunds(reader).where('intent_id', 'in', of).orderBy('id', 'desc').execute(),
  ])
  return new Map(
    of.map((id) => [
      id,
      {
        charges: charges.filter(({ intent_id }) => intent_id === id),
        refunds: refunds.filter(({ intent_id }) => intent_id === id),
      },
    ]),
  )
}

/** The newest refunds of each of these charges, by the charge's id, one more than `limit` when there are more. */
export async function refundsOf(
  reader: Reader,
  chargeIds: readonly string[],
  limit = most,
): Promise<ReadonlyMap<string, readonly Row<'refunds'>[]>> {
  const rows = await ownRefunds(reader)
    .where('attempt_id', 'in', chargeIds)
    .orderBy('id', 'desc')
    .execute()
  return new Map(
    chargeIds.map((id) => [
      id,
      rows.filter(({ attempt_id }) => attempt_id === id).slice(0, limit + 1),
    ]),
  )
}

function ownCharges({ queries, scope }: Reader) {
  return onlyCharges(queries.selectFrom('attempts').selectAll(), scope)
}

function ownRefunds({ queries, scope }: Reader) {
  return queries
    .selectFrom('refunds')
    .selectAll()
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
}
