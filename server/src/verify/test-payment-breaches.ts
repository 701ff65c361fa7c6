import { lostKey, type Story } from '../../test/payment-story.ts'
import type { PlantedBreach } from './test-ledger-breaches.ts'

/** Ways to break the payments of the story, and what refers to what. @param other another merchant */
export function paymentBreaches(story: Story, other: string): PlantedBreach[] {
  const merchant = story.tenant.merchant.id
  return [
    [
      'sums-stay-within-what-was-authorized',
      `alter table attempts drop constraint captured_within_authorized;
     update attempts set amount_captured = 2001 where id = '${story.captured.attempt}'`,
      `${story.captured.attempt}: 2001 of 2000 captured, 500 refunded, in status captured`,
    ],
    [
      'captures-are-in-the-ledger',
      `update attempts set amount_captured = 1999 where id = '${story.captured.attempt}'`,
      `${story.captured.attempt}: captured 1999 usd, fees 88 and 0; its entry`,
    ],
    [
      'captures-are-in-the-ledger',
      `update attempts set details = jsonb_set(details::jsonb, '{fee}', '87')::json
     where id = '${story.captured.attempt}'`,
      `${story.captured.attempt}: captured 2000 usd, fees 87 and 0; its entry`,
    ],
    [
      'captures-are-in-the-ledger',
      `update attempts set details = jsonb_set(details::jsonb, '{application_fee}', '299')::json
     where id = '${story.shared.attempt}'`,
      `${story.shared.attempt}: captured 2000 usd, fees 88 and 299; its entry`,
    ],
    [
      'application-fees-are-given-back-by-refunds',
      `update attempts set details = jsonb_set(details::jsonb, '{application_fee_refunded}', '76')::json
     where id = '${story.shared.attempt}'`,
      `${story.shared.attempt}: counts 76 of its fee of 300 as given back; its refunds say 75, their entries 75`,
    ],
    [
      'application-fees-are-given-back-by-refunds',
      `update refunds set details = (details::jsonb - 'application_fee')::json
     where attempt_id = '${story.shared.attempt}'`,
      `${story.shared.attempt}: counts 75 of its fee of 300 as given back; its refunds say 0, their entries 75`,
    ],
    [
      'application-fees-are-given-back-by-refunds',
      `update attempts set details = jsonb_set(details::jsonb, '{application_fee}', '74')::json
     where id = '${story.shared.attempt}'`,
      `${story.shared.attempt}: counts 75 of its fee of 74 as given back`,
    ],
    [
      'captures-are-in-the-ledger',
      `delete from journal_entries where source_id = '${story.partly.attempt}' and kind = 'captured'`,
      `${story.partly.attempt}: captured 1200, and no entry says so`,
    ],
    [
      'captures-are-in-the-ledger',
      `update attempts set status = 'voided', amount_captured = 0, capture_entry_id = null
     where id = '${story.partly.attempt}'`,
      'books 1200 captured, and no attempt says so',
    ],
    [
      'refunds-are-in-the-ledger',
      `update refunds set amount = 501 where id = '${story.refund}'`,
      `${story.refund}: refunds 501 usd; its entry`,
    ],
    [
      'refunds-are-in-the-ledger',
      `delete from refunds where id = '${story.refund}'`,
      'books 500 refunded, and no refund says so',
    ],
    [
      'failed-refunds-are-given-back',
      `update refunds set status = 'failed' where id = '${story.refund}'`,
      `${story.refund}: is failed, and no entry gives its 500 back`,
    ],
    [
      'failed-refunds-are-given-back',
      `update refunds set status = 'succeeded' where id = '${story.failedRefund}'`,
      `${story.failedRefund}: is succeeded with 700 usd`,
    ],
    [
      'refunded-is-the-sum-of-refunds',
      `update attempts set amount_refunded = 0 where id = '${story.captured.attempt}'`,
      `${story.captured.attempt}: counts 0 as refunded, its refunds make 500`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set status = 'succeeded', amount_capturable = 0
     where id = '${story.held.intent}'`,
      `${story.held.intent}: is succeeded and has 0 captured attempts`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set amount_received = 1999 where id = '${story.captured.intent}'`,
      `${story.captured.intent}: is succeeded and says 1999 was received, and 2000 was captured`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set latest_attempt_id = 'ch_none' where id = '${story.captured.intent}'`,
      `${story.captured.intent}: is succeeded and names ch_none, and ${story.captured.attempt} was captured`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set status = 'requires_payment_method', amount_received = 0
     where id = '${story.captured.intent}'`,
      `${story.captured.intent}: is requires_payment_method and has a captured attempt, ${story.captured.attempt}`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set amount_capturable = 1 where id = '${story.held.intent}'`,
      `${story.held.intent}: is requires_capture and says 1 can be captured, and 1 attempts hold 2000`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set amount_capturable = 1 where id = '${story.captured.intent}'`,
      `${story.captured.intent}: is succeeded and says 1 can be captured`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set amount_received = 1 where id = '${story.declined.intent}'`,
      `${story.declined.intent}: is requires_payment_method and says 1 was received`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update attempts set status = 'declined' where id = '${story.lost.attempt}'`,
      `${story.lost.intent}: is processing and waits for an answer to a question nobody asked`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update attempts set status = 'declined' where id = '${story.challenged.attempt}'`,
      `${story.challenged.intent}: is requires_action and waits for a payer whom no attempt has asked to act`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set status = 'requires_confirmation' where id = '${story.lost.intent}'`,
      `${story.lost.intent}: is requires_confirmation and can be tried again while an attempt is open`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set status = 'canceled' where id = '${story.held.intent}'`,
      `${story.held.intent}: is canceled and still holds money`,
    ],
    [
      'intents-agree-with-their-attempts',
      `update payment_intents set open_attempt_id = null where id = '${story.lost.intent}'`,
      `${story.lost.intent}: is processing and names none as open, and ${story.lost.attempt} is`,
    ],
    [
      'at-most-one-attempt-is-open',
      `insert into attempts select (jsonb_populate_record(a, '{"id": "ch_zz", "processor_reference": null}')).*
     from attempts a where id = '${story.lost.attempt}'`,
      `${story.lost.intent}: has open attempts: ${story.lost.attempt}, ch_zz`,
    ],
    [
      'what-came-too-late-is-given-back',
      `update attempts set amount_refunded = 0 where id = '${story.late.attempt}'`,
      `${story.late.attempt}: was given up, is captured, and keeps 2000`,
    ],
    [
      'what-came-too-late-is-given-back',
      `update attempts set status = 'authorized', amount_captured = 0, amount_refunded = 0
       where id = '${story.late.attempt}'`,
      `${story.late.attempt}: was given up, is authorized, and keeps 2000`,
    ],
    [
      'setup-intents-agree-with-their-attempts',
      `update setup_intents set status = 'canceled' where id = '${story.setUp.intent}'`,
      `${story.setUp.intent}: is canceled and has 1 attempts that succeeded`,
    ],
    [
      'setup-intents-agree-with-their-attempts',
      `update setup_attempts set status = 'declined' where id = '${story.lostSetUp.attempt}'`,
      `${story.lostSetUp.intent}: is processing and has 0 attempts whose answer is awaited`,
    ],
    [
      'setup-intents-agree-with-their-attempts',
      `update setup_intents set status = 'requires_confirmation'
       where id = '${story.challengedSetUp.intent}'`,
      `${story.challengedSetUp.intent}: is requires_confirmation and has 1 attempts that wait for the payer`,
    ],
    [
      'setup-intents-agree-with-their-attempts',
      `update setup_intents set open_attempt_id = null where id = '${story.lostSetUp.intent}'`,
      `${story.lostSetUp.intent}: is processing and names none as open, and ${story.lostSetUp.attempt} is`,
    ],
    [
      'answers-that-are-owed-are-followed-up',
      `update setup_attempts set check_at = null where id = '${story.lostSetUp.attempt}'`,
      `${story.lostSetUp.attempt}: is unknown and nobody will look`,
    ],
    [
      'modifications-agree-with-their-attempts',
      `update attempts set open_modification_id = null where id = '${story.capturing.attempt}'`,
      `${story.capturing.modification}: is open on ${story.capturing.attempt}, which nobody names`,
    ],
    [
      'modifications-agree-with-their-attempts',
      `update modifications set status = 'failed' where id = '${story.capturing.modification}'`,
      `${story.capturing.modification}: is open on nothing, which ${story.capturing.attempt} names`,
    ],
    [
      'answers-that-are-owed-are-followed-up',
      `update attempts set check_at = null where id = '${story.lost.attempt}'`,
      `${story.lost.attempt}: is unknown and nobody will look`,
    ],
    [
      'answers-that-are-owed-are-followed-up',
      `update modifications set check_at = null where id = '${story.capturing.modification}'`,
      `${story.capturing.modification}: is unknown and nobody will look`,
    ],
    [
      'answers-that-are-owed-are-followed-up',
      `update refunds set status = 'pending' where id = '${story.refund}'`,
      `${story.refund}: is pending and nobody will look`,
    ],
    [
      'processor-references-are-used-once',
      `update attempts set processor_reference = 'pi_1'
     where id in ('${story.captured.attempt}', '${story.partly.attempt}')`,
      `${story.captured.attempt}, ${story.partly.attempt}: are pi_1 at pa_`,
    ],
    [
      'requests-in-progress-wait-for-something',
      `update attempts set status = 'declined', check_at = null where id = '${story.lost.attempt}'`,
      `${lostKey}: is in progress since`,
    ],
    [
      'the-outbox-has-only-events',
      `insert into outbox values ('${merchant}', false, 'evt_none')`,
      'evt_none: is in the outbox, and nowhere else',
    ],
    [
      'entries-have-their-source',
      `update journal_entries set source_id = 'ch_none' where source_id = '${story.held.attempt}'`,
      `authorized is of ch_none, which ${merchant} does not have`,
    ],
    [
      'tenants-agree',
      `update attempts set processor_account_id = (
       select id from processor_accounts where merchant_id = '${other}')
     where id = '${story.captured.attempt}'`,
      'which its merchant may not use',
    ],
    [
      'tenants-agree',
      `update refunds set intent_id = 'pi_none' where id = '${story.refund}'`,
      `${story.refund}: refunds pi_none, and not its attempt’s ${story.captured.intent}`,
    ],
    [
      'tenants-agree',
      `update payment_intents set currency = 'eur' where id = '${story.captured.intent}'`,
      `${story.captured.attempt}: is in usd, and its intent in eur`,
    ],
    [
      'tenants-agree',
      `update payment_intents set customer_id = 'cus_none' where id = '${story.captured.intent}'`,
      `${story.captured.intent}: is of cus_none, whom its merchant does not have`,
    ],
    ['tenants-agree', 'update data_keys set livemode = true', 'a key of another PSP or mode'],
    [
      'books-have-their-merchant',
      `delete from merchants where id = '${merchant}'`,
      'ledger: has no merchant',
    ],
  ]
}
