import { type Anchor, auditChains } from '../ledger/index.ts'
import type { Breach, Check } from './check.ts'

/** @param anchors what was noted of each chain outside the database */
export function chainCheck(anchors: ReadonlyMap<string, Anchor>): Check {
  return {
    name: 'chains-are-intact',
    promise:
      'Every sealed entry is as it was sealed, and none is missing, added, moved or cut off the end.',
    async find(snapshot, most) {
      const breaches: Breach[] = []
      for await (const { book, seq, says } of auditChains(snapshot, anchors)) {
        breaches.push({ ...book, row: 'ledger', says: `entry ${seq} ${says}` })
        if (breaches.length === most) break
      }
      return breaches
    },
  }
}
