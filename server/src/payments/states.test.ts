import { expect, test } from 'vitest'
import {
  attemptTransitions,
  intentTransitions,
  modificationTransitions,
  printMachine,
  refundTransitions,
} from './states.ts'

test('what may happen to a payment intent', () => {
  expect(printMachine(intentTransitions)).toMatchInlineSnapshot(`
    "                         action_required  ask         authorized        cancel    captured   declined                 kept              method_given           method_removed           released
    requires_payment_method  ·                processing  ·                 canceled  ·          ·                        ·                 requires_confirmation  ·                        ·
    requires_confirmation    ·                processing  ·                 canceled  ·          ·                        ·                 requires_confirmation  requires_payment_method  ·
    requires_action          ·                processing  requires_capture  canceled  succeeded  requires_payment_method  ·                 ·                      ·                        ·
    processing               requires_action  processing  requires_capture  canceled  succeeded  requires_payment_method  requires_capture  ·                      ·                        requires_confirmation
    requires_capture         ·                processing  ·                 canceled  succeeded  ·                        ·                 ·                      ·                        ·
    succeeded                ·                ·           ·                 ·         ·          ·                        ·                 ·                      ·                        ·
    canceled                 ·                ·           ·                 ·         ·          ·                        ·                 ·                      ·                        ·"
  `)
})

test('what may happen to an attempt', () => {
  expect(printMachine(attemptTransitions)).toMatchInlineSnapshot(`
    "                 abandoned  accepted  action_required  approved    approved_and_captured  ask     captured  declined  expired  lost     voided
    asking           ·          pending   requires_action  authorized  captured               ·       ·         declined  ·        unknown  ·
    unknown          ·          pending   requires_action  authorized  captured               ·       ·         declined  ·        unknown  ·
    pending          ·          pending   requires_action  authorized  captured               ·       ·         declined  ·        pending  ·
    requires_action  voided     ·         ·                authorized  captured               asking  ·         declined  ·        ·        ·
    authorized       ·          ·         ·                ·           ·                      ·       captured  ·         expired  ·        voided
    captured         ·          ·         ·                ·           ·                      ·       ·         ·         ·        ·        ·
    declined         ·          ·         ·                ·           ·                      ·       ·         ·         ·        ·        ·
    voided           ·          ·         ·                authorized  captured               ·       ·         ·         ·        ·        ·
    expired          ·          ·         ·                ·           ·                      ·       ·         ·         ·        ·        ·"
  `)
})

test('what may happen to a capture, void or raise', () => {
  expect(printMachine(modificationTransitions)).toMatchInlineSnapshot(`
    "           accepted  approved   declined  lost
    asking     pending   succeeded  failed    unknown
    unknown    pending   succeeded  failed    unknown
    pending    pending   succeeded  failed    pending
    succeeded  ·         ·          ·         ·
    failed     ·         ·          ·         ·"
  `)
})

test('what may happen to a refund', () => {
  expect(printMachine(refundTransitions)).toMatchInlineSnapshot(`
    "           accepted  approved   declined  lost
    asking     pending   succeeded  failed    unknown
    unknown    pending   succeeded  failed    unknown
    pending    pending   succeeded  failed    pending
    succeeded  ·         ·          failed    ·
    failed     ·         ·          ·         ·
    canceled   ·         ·          ·         ·"
  `)
})
