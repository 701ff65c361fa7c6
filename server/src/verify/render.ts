import { chainCheck } from './chain-check.ts'
import { checksFor, type Finding, mostOfACheck } from './verify.ts'

/** An audit's findings as people read them: each promise, whether it holds, and what breaks it. */
export function renderFindings(findings: readonly Finding[]): string {
  const checks = checksFor(chainCheck(new Map()))
  const lines = checks.flatMap(({ name, promise }) => {
    const own = findings.filter(({ check }) => check === name)
    const rows = own.map(
      ({ merchant_id, livemode, row, says }) =>
        `         ${merchant_id} (${livemode ? 'live' : 'test'}) ${row}: ${says}`,
    )
    const more = own.length === mostOfACheck ? ['         … and perhaps more'] : []
    return [`${own.length === 0 ? 'holds ' : 'BROKEN'}   ${promise}`, ...rows, ...more]
  })
  const broken = new Set(findings.map(({ check }) => check)).size
  const verdict =
    broken === 0
      ? `All ${checks.length} promises hold.`
      : `${broken} of ${checks.length} promises are broken.`
  return [...lines, '', verdict].join('\n')
}
