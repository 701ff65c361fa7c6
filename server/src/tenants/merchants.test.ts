import { beforeAll, describe, expect, test } from 'vitest'
import { openTestOffice, refusal, type TestOffice } from '../../test/office.ts'
import type { Row } from '../db/index.ts'
import {
  createMerchant,
  createPsp,
  createPspWithKey,
  deleteMerchant,
  rejectMerchant,
  requireCanCharge,
  standingOf,
  statementDescriptorOf,
  updateMerchant,
  updatePsp,
} from './index.ts'

let at: TestOffice
beforeAll(async () => {
  at = await openTestOffice()
})

describe('PSPs and merchants', () => {
  test('a PSP decides where its merchants are and what they take', async () => {
    const psp = await createPsp(at.office, {
      name: 'Norden',
      country: 'NO',
      settings: { allowed_countries: ['NO', 'SE'], allowed_currencies: ['nok', 'sek', 'eur'] },
    })
    const home = await createMerchant(at.office, psp, { livemode: false })
    expect([home.country, home.default_currency]).toEqual(['NO', 'nok'])
    const us = createMerchant(at.office, psp, { livemode: false, country: 'US' })
    expect(await refusal(us)).toContain('There are: NO, SE.')
    const usd = createMerchant(at.office, psp, { livemode: false, default_currency: 'usd' })
    expect(await refusal(usd)).toContain('Supported are nok, sek, eur.')
  })

  test('a PSP can be founded with a first key, for test mode', async () => {
    const { psp, made } = await createPspWithKey(at.office, { name: 'Genast', country: 'FI' })
    expect(await at.ask(made.text)).toMatchObject({
      as: 'psp',
      psp: { id: psp.id },
      livemode: false,
    })
  })

  test('an update replaces the settings it names and keeps the others', async () => {
    const psp = await createPsp(at.office, {
      name: 'Före',
      country: 'DK',
      settings: { allowed_currencies: ['dkk'] },
      metadata: { a: '1', b: '2' },
    })
    const pricing = [{ percent_bps: 100, fixed: { dkk: 100 } }]
    const after = await updatePsp(at.office, psp.id, {
      name: 'Efter',
      settings: { pricing },
      metadata: { a: '', c: '3' },
    })
    expect(after).toMatchObject({ name: 'Efter', country: 'DK', version: 2 })
    expect(after.settings).toMatchObject({ allowed_currencies: ['dkk'], pricing })
    expect(after.metadata).toEqual({ b: '2', c: '3' })
    expect(await at.here.psp(psp.id, at.now())).toEqual(after)
  })

  test.each([
    [{ name: ' ', country: 'SE' }, 'name'],
    [{ name: 'A', country: 'XX' }, 'country'],
    [
      { name: 'A', country: 'SE', settings: { allowed_countries: ['se'] } },
      'settings[allowed_countries][0]',
    ],
    [
      { name: 'A', country: 'SE', settings: { allowed_currencies: ['SEK'] } },
      'settings[allowed_currencies][0]',
    ],
    [
      { name: 'A', country: 'SE', settings: { pricing: [{ percent_bps: 0.5, fixed: {} }] } },
      'settings[pricing][0][percent_bps]',
    ],
  ])('a PSP that cannot be is refused by field: %j', async (input, param) => {
    await expect(createPsp(at.office, input)).rejects.toMatchObject({
      code: 'parameter_invalid',
      param,
    })
  })

  test('updates merge what is sent, racing ones too, and keep no number of a person', async () => {
    const { psp, trial } = await at.brand('Samman')
    const target = { psp, merchant: trial, livemode: false }
    await Promise.all([
      updateMerchant(at.office, target, {
        business_profile: { name: 'Kaffebaren', mcc: '5812' },
        individual: { first_name: 'Eva', id_number: '198001011234' },
      }),
      updateMerchant(at.office, target, {
        settings: { payments: { statement_descriptor: 'KAFFEBAREN' } },
      }),
      updateMerchant(at.office, target, { metadata: { shop: '7' } }),
    ])
    const merchant = await updateMerchant(at.office, target, { business_profile: { mcc: null } })
    expect(merchant.version).toBe(5)
    expect(merchant.details).toMatchObject({
      business_profile: { name: 'Kaffebaren', mcc: null },
      individual: { first_name: 'Eva', id_number_provided: true },
    })
    expect(JSON.stringify(merchant)).not.toContain('198001011234')
    expect(statementDescriptorOf(merchant)).toBe('KAFFEBAREN')
    await expect(
      updateMerchant(at.office, target, {
        settings: { payments: { statement_descriptor: '1234*' } },
      }),
    ).rejects.toMatchObject({ param: 'settings[payments][statement_descriptor]' })
  })

  test('a test key changes nothing of a live merchant', async () => {
    const { psp, live } = await at.brand('Orörd')
    const target = { psp, merchant: live, livemode: false }
    expect(await refusal(updateMerchant(at.office, target, { email: 'a@b.se' }))).toContain(
      'livemode_mismatch',
    )
    expect(await refusal(rejectMerchant(at.office, target, 'fraud'))).toContain('livemode_mismatch')
    expect(await at.here.merchant(live.id, at.now())).toMatchObject({
      status: 'active',
      version: 1,
    })
  })

  test('a deleted merchant is nobody’s, and its keys end; a live one cannot be deleted', async () => {
    const { psp, live, trial, pspTest } = await at.brand('Borta')
    const key = await at.textOf({ kind: 'secret', merchant: trial, livemode: false })
    const target = { psp, merchant: trial, livemode: false }
    expect((await deleteMerchant(at.office, target)).status).toBe('deleted')
    expect(await refusal(at.ask(key))).toContain('account_invalid')
    expect(await refusal(at.ask(pspTest, trial.id))).toContain('account_invalid')
    const kept = deleteMerchant(at.office, { psp, merchant: live, livemode: true })
    expect(await refusal(kept)).toContain('account_undeletable')
  })

  test('a change that shows is told by an event, with what was before', async () => {
    const { psp, trial } = await at.brand('Händelse')
    const target = { psp, merchant: trial, livemode: false }
    await updateMerchant(at.office, target, { email: 'a@b.se', business_profile: { mcc: '5812' } })
    await updateMerchant(at.office, target, { email: 'a@b.se' })
    await rejectMerchant(at.office, target, 'fraud')
    const events = await at.database.system
      .selectFrom('events')
      .select(['type', 'previous'])
      .where('merchant_id', '=', trial.id)
      .orderBy('id')
      .execute()
    expect(events).toEqual([
      { type: 'account.updated', previous: { email: null, business_profile: { mcc: null } } },
      {
        type: 'account.updated',
        previous: {
          capabilities: { card_payments: 'active', transfers: 'active' },
          charges_enabled: true,
          payouts_enabled: true,
          requirements: { disabled_reason: null },
        },
      },
    ])
  })

  test('a merchant takes test payments at once, live ones when it is complete, none when rejected', async () => {
    const { psp, live } = await at.brand('Mogen')
    const can = (merchant: Row<'merchants'>, livemode: boolean) => {
      try {
        requireCanCharge({ merchant, livemode })
        return 'can charge'
      } catch (error) {
        return (error as Error).message.replace(merchant.id, 'acct')
      }
    }
    const target = { psp, merchant: live, livemode: true }
    const complete = await updateMerchant(at.office, target, {
      business_type: 'company',
      business_profile: { name: 'Mogen', url: 'https://mogen.example' },
      tos_acceptance: { date: 1_772_000_000, ip: '192.0.2.1' },
    })
    const rejected = await rejectMerchant(at.office, target, 'terms_of_service')
    expect(standingOf(rejected, true).disabledReason).toBe('rejected.terms_of_service')
    const modest = await createMerchant(at.office, psp, {
      livemode: false,
      capabilities: { card_payments: { requested: false } },
    })
    expect(
      [
        ...[can(live, false), can(live, true), can(complete, true), can(rejected, false)],
        can(modest, false),
      ].join('\n'),
    ).toMatchInlineSnapshot(`
      "can charge
      Account 'acct' cannot take live payments yet. Still needed: business_type, business_profile.name, business_profile.url, tos_acceptance.date, tos_acceptance.ip.
      can charge
      Account 'acct' was rejected and cannot take payments.
      Account 'acct' has not requested the card_payments capability."
    `)
  })
})
