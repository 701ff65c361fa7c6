import { expect, test } from 'vitest'
import { printMachine } from '../payments/index.ts'
import { disputeStatuses } from '../processors/index.ts'
import { awaitsResponse, disputeTransitions, isClosed, isWithdrawn } from './states.ts'

test('what a dispute becomes by what its processor tells', () => {
  expect(
    printMachine(disputeTransitions as Parameters<typeof printMachine>[0]),
  ).toMatchInlineSnapshot(`
    "                        lost  needs_response  under_review  warning_closed  warning_under_review  won
    warning_needs_response  lost  needs_response  under_review  warning_closed  warning_under_review  won
    warning_under_review    lost  needs_response  under_review  warning_closed  ·                     won
    warning_closed          lost  needs_response  under_review  ·               ·                     won
    needs_response          lost  ·               under_review  lost            under_review          won
    under_review            lost  ·               ·             ·               ·                     won
    won                     lost  ·               ·             ·               ·                     ·
    lost                    ·     ·               ·             ·               ·                     won"
  `)
})

test('where the money is, and who has to act', () => {
  const lines = disputeStatuses.map((status) =>
    [
      status.padEnd(22),
      isWithdrawn(status) ? 'withdrawn' : 'with merchant',
      isClosed(status) ? 'closed' : awaitsResponse(status) ? 'merchant' : 'issuer',
    ].join('  '),
  )
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "warning_needs_response  with merchant  merchant
    warning_under_review    with merchant  issuer
    warning_closed          with merchant  closed
    needs_response          withdrawn  merchant
    under_review            withdrawn  issuer
    won                     with merchant  closed
    lost                    withdrawn  closed"
  `)
})
