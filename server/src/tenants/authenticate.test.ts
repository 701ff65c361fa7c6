import { beforeAll, describe, expect, test } from 'vitest'
import { openTestOffice, refusal, type TestOffice } from '../../test/office.ts'
import {
  type Caller,
  createKey,
  type KeyOwner,
  openDirectory,
  requirePermission,
  revokeKey,
  rollKey,
  tenantOf,
} from './index.ts'

let at: TestOffice
beforeAll(async () => {
  at = await openTestOffice()
})

describe('who a key is', () => {
  test('a merchant’s, a PSP’s, a PSP’s for its merchant, an operator’s', async () => {
    const { psp, live, trial, secretLive, publishable, pspTest, pspLive } =
      await at.brand('Nordbetalning')
    const made = await createKey(at.office, { kind: 'operator' })
    const facts = (caller: Caller) =>
      [caller.as, caller.kind, caller.livemode ? 'live' : 'test'].join(' ')
    expect(facts(await at.ask(secretLive))).toBe('merchant secret live')
    expect(facts(await at.ask(secretLive, live.id))).toBe('merchant secret live')
    expect(facts(await at.ask(publishable))).toBe('merchant publishable test')
    expect(facts(await at.ask(pspLive))).toBe('psp psp live')
    expect(facts(await at.ask(pspTest, trial.id))).toBe('merchant psp test')
    expect(facts(await at.ask(made.text))).toBe('operator operator live')
    expect(facts(await at.ask(at.operatorKey))).toBe('operator operator live')
    const tenant = tenantOf(await at.ask(pspTest, trial.id))
    expect([tenant.psp.id, tenant.merchant.id, tenant.livemode]).toEqual([psp.id, trial.id, false])
  })

  test('the database never holds a key’s text', async () => {
    const { secret } = await at.brand('Hemlig')
    const rows = await at.database.system.selectFrom('api_keys').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(JSON.stringify(rows)).not.toContain(secret.slice(8))
  })

  test('no key, a wrong key and an ended key are told apart, and no message quotes a key', async () => {
    const { live } = await at.brand('Slut')
    const owner: KeyOwner = { kind: 'secret', merchant: live, livemode: false }
    const brief = await createKey(at.office, owner, {
      expiresAt: new Date(at.now().getTime() + 1000),
    })
    expect((await at.ask(brief.text)).keyId).toBe(brief.key.id)
    at.later(1000)
    const revoked = await createKey(at.office, owner)
    await revokeKey(at.office, revoked.key.id)
    const refusals = await Promise.all(
      ['', 'rubbish', `sk_test_${'0'.repeat(32)}`, brief.text, revoked.text].map((text) =>
        refusal(at.ask(text)),
      ),
    )
    for (const { text } of [brief, revoked]) expect(refusals.join()).not.toContain(text)
    expect(refusals.map((text) => text.split(' ')[0])).toEqual([
      'api_key_missing:',
      'api_key_invalid:',
      'api_key_invalid:',
      'api_key_expired:',
      'api_key_expired:',
    ])
  })

  test('a PSP or operator without a merchant is asked for one where one is needed', async () => {
    const { pspTest } = await at.brand('Utan')
    for (const text of [pspTest, at.operatorKey]) {
      const caller = await at.ask(text)
      expect(() => tenantOf(caller)).toThrow(expect.objectContaining({ code: 'account_required' }))
    }
  })
})

test('live keys work only where live mode is on; operators work everywhere', async () => {
  const trial = openDirectory(at.database.system, { liveMode: false, operatorKey: at.operatorKey })
  const { pspLive, pspTest, secretLive } = await at.brand('Övning')
  const { text } = await createKey(at.office, { kind: 'operator' })
  for (const key of [pspLive, secretLive]) {
    expect(await refusal(at.ask(key, undefined, trial))).toContain('live_mode_off')
  }
  for (const key of [pspTest, text, at.operatorKey]) {
    expect((await at.ask(key, undefined, trial)).keyHint).toContain(key.slice(-4))
  }
})

describe('whose merchant', () => {
  test('another PSP’s merchant cannot be told from one that does not exist', async () => {
    const [mine, theirs] = [await at.brand('Min'), await at.brand('Deras')]
    for (const key of [mine.pspTest, mine.pspLive, mine.secret, mine.publishable, at.operatorKey]) {
      const foreign = await refusal(at.ask(key, theirs.live.id))
      const unknown = await refusal(at.ask(key, 'acct_unknown'))
      expect(foreign).toContain('account_invalid: The provided key')
      expect(foreign.replaceAll(theirs.live.id, 'acct_unknown')).toBe(unknown)
    }
  })

  test('a merchant’s key acts for no other merchant, of its own PSP neither', async () => {
    const { secret, trial } = await at.brand('Egen')
    expect(await refusal(at.ask(secret, trial.id))).toContain('account_invalid')
  })

  test('a live key does not see a test merchant; a test key may try things out for a live one', async () => {
    const { pspLive, pspTest, live, trial } = await at.brand('Lägen')
    expect(await refusal(at.ask(pspLive, trial.id))).toContain('account_invalid')
    expect((await at.ask(pspTest, live.id)).livemode).toBe(false)
    const key = createKey(at.office, { kind: 'secret', merchant: trial, livemode: true })
    expect(await refusal(key)).toContain('livemode_mismatch')
  })
})

describe('what a key may do', () => {
  test('a restricted key does what it lists and a publishable one what a browser may', async () => {
    const { live, publishable, secret } = await at.brand('Begränsad')
    const owner: KeyOwner = { kind: 'restricted', merchant: live, livemode: false }
    const { text } = await createKey(at.office, owner, {
      permissions: { charges: 'read', refunds: 'write' },
    })
    const may = async (key: string, wanted: Parameters<typeof requirePermission>[1]) => {
      const caller = await at.ask(key)
      try {
        requirePermission(caller, wanted)
        return 'may'
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    const wanted = (
      [
        ['charges', 'read'],
        ['charges', 'write'],
        ['refunds', 'read'],
        ['refunds', 'write'],
        ['customers', 'read'],
      ] as const
    ).map(([resource, access]) => ({ resource, access }))
    expect(await Promise.all(wanted.map((one) => may(text, one)))).toEqual([
      'may',
      'permission_denied',
      'may',
      'may',
      'permission_denied',
    ])
    for (const one of wanted) {
      expect(await may(secret, one)).toBe('may')
      expect(await may(publishable, one)).toBe('secret_key_required')
      expect(await may(publishable, { ...one, browser: true })).toBe('may')
    }
  })

  test('permissions are checked by name when the key is made', async () => {
    const { live } = await at.brand('Namn')
    const owner: KeyOwner = { kind: 'restricted', merchant: live, livemode: false }
    const make = (permissions: Record<string, string>) =>
      refusal(createKey(at.office, owner, { permissions }))
    expect(await make({ chargs: 'read' })).toContain("There is no resource 'chargs'")
    expect(await make({ charges: 'all' })).toContain("'read' or 'write', not 'all'")
    expect(await make({})).toContain('lists what it may do')
    expect(
      await refusal(
        createKey(at.office, { ...owner, kind: 'secret' }, { permissions: { charges: 'read' } }),
      ),
    ).toContain('Only a restricted key')
  })
})

describe('the end of a key', () => {
  test('a revoked key ends at once here and within five seconds elsewhere', async () => {
    const { live } = await at.brand('Återkallad')
    const made = await createKey(at.office, { kind: 'secret', merchant: live, livemode: false })
    await at.ask(made.text, undefined, at.elsewhere)
    await revokeKey(at.office, made.key.id)
    expect(await refusal(at.ask(made.text))).toContain('api_key_expired')
    at.later(5_000)
    expect(await refusal(at.ask(made.text, undefined, at.elsewhere))).toContain('api_key_expired')
    const again = await revokeKey(at.office, made.key.id)
    expect(again.version).toBe(2)
  })

  test('a rolled key and the new one both work while they overlap', async () => {
    const { live } = await at.brand('Rullad')
    const old = await createKey(
      at.office,
      { kind: 'restricted', merchant: live, livemode: false },
      { permissions: { charges: 'read' }, name: 'reports' },
    )
    const made = await rollKey(at.office, old.key.id, 60_000)
    expect(made.key).toMatchObject({
      kind: 'restricted',
      name: 'reports',
      permissions: { charges: 'read' },
    })
    at.later(59_999)
    expect((await at.ask(old.text)).keyId).toBe(old.key.id)
    expect((await at.ask(made.text)).keyId).toBe(made.key.id)
    at.later(1)
    expect(await refusal(at.ask(old.text))).toContain('api_key_expired')
    expect((await at.ask(made.text)).keyId).toBe(made.key.id)
    expect(await refusal(rollKey(at.office, old.key.id, 0))).toContain(
      `was rolled to ${made.key.id}`,
    )
  })

  test('of ten who roll a key at once, one does', async () => {
    const { live } = await at.brand('Kapplöpning')
    const { key } = await createKey(at.office, { kind: 'secret', merchant: live, livemode: false })
    const results = await Promise.all(
      Array.from({ length: 10 }, () => refusal(rollKey(at.office, key.id, 0))),
    )
    expect(results.filter((result) => result === 'no refusal')).toHaveLength(1)
    expect(results.filter((result) => result.startsWith('key_ended'))).toHaveLength(9)
  })
})
