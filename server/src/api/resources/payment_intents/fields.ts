import { z } from 'zod'
import {
  boolean,
  clearable,
  enumeration,
  list,
  Misfit,
  methodType,
  optional,
  otherMethodParams,
  pattern,
  text,
  timestamp,
  unsupportedAll,
} from '../../wire/index.ts'
import { misfit, scalar } from '../../wire/scalar.ts'
import { readText } from '../../wire/types.ts'

const forbidden = String.raw`<>\\'"*`

/** What a payer's bank statement shows: Latin characters, at most 22, a letter among them. */
export function statementDescriptor() {
  return pattern(
    new RegExp(`^(?=.*[A-Za-z])[^\\x00-\\x1f\\x7f${forbidden}]{1,22}$`),
    (param, given) =>
      `The statement descriptor in ${param} must be at most 22 characters, with a letter among them and none of < > \\ ' " *. Given: ${given}`,
    { maxLength: 22 },
  )
}

export const captureMethod = () => enumeration(['automatic', 'automatic_async', 'manual'])
export const setupFutureUsage = () => enumeration(['off_session', 'on_session'])
export const methodTypes = () => list(methodType(), { max: 1 })

/** `true`, `false`, or what sort of charge it is that the payer is not there for. */
export function offSession() {
  return z.preprocess(
    (value) => (value === 'one_off' || value === 'recurring' ? true : value),
    boolean(),
  )
}

/** Where the payer's browser goes back to: an address of the web, or of an app. Never one that runs something. */
export function returnUrl() {
  return scalar(
    (value) => {
      const read = readText(value, 2_048)
      if (read instanceof Misfit) return read
      const scheme = /^([a-z][a-z0-9+.-]*):\/\/\S+$/i.exec(read)?.[1]?.toLowerCase()
      const isAddress = scheme !== undefined && !forbiddenSchemes.includes(scheme)
      return isAddress && URL.canParse(read)
        ? read
        : misfit(
            'parameter_invalid',
            'Not a valid URL: it begins with https:// or the scheme of an app.',
          )
    },
    { type: 'string', format: 'uri', maxLength: 2_048 },
  )
}

const forbiddenSchemes = ['javascript', 'data', 'vbscript', 'file', 'blob']

/** The payer's leave to be charged, and how it was given. */
export function mandateData() {
  return z.strictObject({
    customer_acceptance: z.strictObject({
      type: enumeration(['online', 'offline']),
      accepted_at: optional(timestamp().transform((time) => time.getTime() / 1000)),
      offline: optional(z.strictObject({})),
      online: optional(
        z.strictObject({
          ip_address: optional(text()),
          user_agent: optional(text()),
          infer_from_client: optional(enumeration(['true'])),
        }),
      ),
    }),
  })
}

const asked = () => optional(enumeration(['if_available', 'never']))

const cardOptions = z.strictObject({
  capture_method: optional(clearable(enumeration(['manual']))),
  request_three_d_secure: optional(enumeration(['automatic', 'any', 'challenge'])),
  setup_future_usage: optional(clearable(enumeration(['off_session', 'on_session', 'none']))),
  request_extended_authorization: asked(),
  request_incremental_authorization: asked(),
  request_multicapture: asked(),
  request_overcapture: asked(),
  setup_credential_usage: optional(enumeration(['installment', 'recurring', 'unscheduled'])),
  stored_credential_usage: optional(enumeration(['installment', 'recurring', 'unscheduled'])),
  ...unsupportedAll([
    'cvc_token',
    'installments',
    'mandate_options',
    'moto',
    'network',
    'require_cvc_recollection',
    'statement_descriptor_suffix_kana',
    'statement_descriptor_suffix_kanji',
    'three_d_secure',
  ]),
})

/** How to take a payment by card. */
export function paymentMethodOptions() {
  return z.strictObject({
    ...otherMethodParams,
    card: optional(cardOptions),
  })
}
