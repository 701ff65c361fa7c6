import type { z } from 'zod'
import type { ConfirmIntent, CreateIntent, IntentFields } from '../../../payments/index.ts'
import { refuse } from '../../refusals.ts'
import type { confirmIntentBody, createIntentBody, updateIntentBody } from './params.ts'

type Methods = Pick<
  z.output<typeof createIntentBody>,
  'payment_method' | 'payment_method_data' | 'source' | 'payment_method_types'
> & { readonly allowed_payment_method_types?: readonly 'card'[] }

/** A request to create an intent, as the verb takes it. */
export function createCommand(
  body: z.output<typeof createIntentBody>,
  apiVersion: string,
): CreateIntent {
  if (body.confirm !== true) {
    for (const name of onlyConfirming) {
      if (body[name] === undefined || body[name] === false) continue
      throw refuse(
        'parameter_invalid',
        `The parameter \`${name}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
        { param: name },
      )
    }
  }
  const types = named(body)
  if (body.automatic_payment_methods !== undefined && types.payment_method_types !== undefined) {
    throw refuse(
      'parameters_exclusive',
      'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.',
      { param: 'payment_method_types' },
    )
  }
  return { ...defaultsOf(apiVersion, body), ...body, ...types }
}

const onlyConfirming = [
  'off_session',
  'return_url',
  'error_on_requires_action',
  'mandate_data',
] as const

/** What an intent is when its maker does not say changed over time; each client gets what its version had. */
function defaultsOf(
  apiVersion: string,
  { automatic_payment_methods }: z.output<typeof createIntentBody>,
): Pick<CreateIntent, 'capture_method' | 'payment_method_types'> {
  return {
    capture_method: apiVersion < '2024-04-10' ? 'automatic' : 'automatic_async',
    ...(apiVersion < '2023-08-16' && automatic_payment_methods === undefined
      ? { payment_method_types: ['card'] }
      : {}),
  }
}

export function updateCommand(body: z.output<typeof updateIntentBody>): IntentFields {
  const { payment_method, ...rest } = body
  const others = payment_method == null ? rest : { ...rest, payment_method }
  return { ...body, ...named(others) }
}

export function confirmCommand(body: z.output<typeof confirmIntentBody>): ConfirmIntent {
  return { ...body, ...named(body) }
}

const methodNames = ['source', 'payment_method', 'payment_method_data'] as const

/** The kinds of methods allowed, under whichever name they came; of the method itself there is one at most. */
function named(body: Methods): Pick<IntentFields, 'payment_method_types'> {
  const given = methodNames.filter((name) => body[name] !== undefined)
  if (given.length > 1) {
    throw refuse(
      'parameters_exclusive',
      `Received both ${given.join(' and ')}. Please provide only one of these parameters.`,
      { param: given[0] ?? '' },
    )
  }
  const types = body.payment_method_types ?? body.allowed_payment_method_types
  return types === undefined ? {} : { payment_method_types: types }
}
