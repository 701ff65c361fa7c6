import { money } from '../kernel/index.ts'
import { type Attempt, typed } from '../payments/index.ts'
import type { DisputeNews } from '../processors/index.ts'

const at = new Date('2026-03-01T12:00:00Z')

/** For tests: a captured charge of 100.00 EUR. */
export function capturedCharge(changes: Partial<Attempt> = {}): Attempt {
  return {
    ...typed('attempts', {
      ...{ merchant_id: 'acct_1', livemode: false, id: 'ch_1', version: 2, created_at: at },
      ...{ intent_id: 'pi_1', status: 'captured', amount: 10_000n, amount_captured: 10_000n },
      ...{ amount_refunded: 0n, currency: 'eur', customer_id: null, payment_method_id: 'pm_1' },
      ...{ processor: 'stripe', processor_account_id: 'pa_1', processor_key: 'sy_ch_1' },
      ...{ processor_reference: 'pi_theirs', request_key: null, asked_at: at, check_at: null },
      ...{ checks: 0, open_modification_id: null, authorization_entry_id: null },
      ...{ capture_entry_id: 'je_1', captured_at: at, capture_before: null, disputed: false },
      ...{ metadata: {}, details: { card: { brand: 'visa' } } },
    }),
    ...changes,
  }
}

/** For tests: news of a dispute about all of it. */
export function news(
  status: DisputeNews['status'],
  changes: Partial<DisputeNews> = {},
): DisputeNews {
  return {
    outcome: 'dispute',
    processorReference: 'dp_theirs',
    paymentReference: 'pi_theirs',
    reference: 'acct_1.ch_1',
    status,
    reason: 'fraudulent',
    amount: money(10_000, 'eur'),
    ...changes,
  }
}
