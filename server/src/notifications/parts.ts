import type { PaymentParts } from '../payments/index.ts'
import type { JobParts } from '../tenants/index.ts'

/** What notifications are received and settled with. */
export interface NotificationParts extends JobParts {
  readonly parts: PaymentParts
  /** One that cannot be settled because of a defect, not because nobody knows: somebody must look. */
  failed(error: unknown, id: string): void
  /** One that is not what it says: somebody else may have sent it. */
  refused(reason: string, processorAccountId: string): void
}
