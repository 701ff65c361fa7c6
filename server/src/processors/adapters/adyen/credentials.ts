import type { Credentials } from '../../adapter.ts'

const required = {
  apiKey: 'The API key of the web service user, from Developers › API credentials.',
  merchantAccount: 'The name of the merchant account, such as ExampleCompanyECOM.',
  hmacKey: 'The HMAC key of the standard webhook: 64 hexadecimal digits.',
} as const

const optional = ['webhookUser', 'webhookPassword'] as const

/** What is wrong with an Adyen account's credentials; empty when nothing is. */
export function checkCredentials(credentials: Credentials): string[] {
  const problems: string[] = []
  for (const [name, meaning] of Object.entries(required)) {
    if (!credentials[name]) problems.push(`${name}: is missing. ${meaning}`)
  }
  const { hmacKey } = credentials
  if (hmacKey && !isHmacKey(hmacKey)) problems.push(`hmacKey: is wrong. ${required.hmacKey}`)
  if (Boolean(credentials['webhookUser']) !== Boolean(credentials['webhookPassword'])) {
    problems.push('webhookPassword: give webhookUser and webhookPassword together, or neither.')
  }
  const known = new Set<string>([...Object.keys(required), ...optional])
  for (const name of Object.keys(credentials)) {
    if (!known.has(name)) problems.push(`${name}: is not one of ${[...known].join(', ')}.`)
  }
  return problems
}

/** Whether this is a key as Adyen issues them: 32 bytes in hexadecimal. */
export function isHmacKey(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text)
}

/** A credential that must be there. @throws {Error} naming it, never its value */
export function credential(credentials: Credentials, name: keyof typeof required): string {
  const value = credentials[name]
  if (!value) throw new Error(`The account has no ${name}.`)
  return value
}
