import { z } from 'zod'
import { findSetupAttempt } from '../../../payments/index.ts'
import { plain } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { datedListParams } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { noSuch } from '../../refusals.ts'
import { id } from '../../wire/index.ts'
import { setupIntentKind } from '../setup_intents/view.ts'
import { mandateOf, mandateType, setupAttemptKind } from './view.ts'

const access = {
  resource: 'setup_intents',
  verb: 'read',
  publishable: false,
  level: 'merchant',
} as const

const listAttempts = endpoint({
  method: 'GET',
  path: '/v1/setup_attempts',
  summary: 'List the tries of a setup intent, newest first',
  tag: 'Setup intents',
  access,
  returns: { list: setupAttemptKind },
  query: z.strictObject({ ...datedListParams, setup_intent: id('seti') }),
  async handle(ctx, { query }) {
    await find(ctx, setupIntentKind, query.setup_intent, 'setup_intent')
    return list(ctx, setupAttemptKind, query, { equals: { intent_id: query.setup_intent } })
  },
})

const retrieveMandate = endpoint({
  method: 'GET',
  path: '/v1/mandates/:mandate',
  summary: "Retrieve a payer's leave to be charged later",
  tag: 'Setup intents',
  access,
  returns: { one: mandateType },
  async handle(ctx, { params: { mandate: given } }) {
    const attempt = await findSetupAttempt(ctx, given.replace(/^mandate_/, 'setatt_'))
    const mandate = attempt && mandateOf(attempt)
    if (mandate?.['id'] !== given) throw noSuch('mandate', given, 'mandate')
    return plain(mandate)
  },
})

export const setupAttemptEndpoints = [listAttempts, retrieveMandate]
