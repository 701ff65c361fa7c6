/**
 * The API key of a request: `Authorization: Bearer sk_…` as the SDKs send it, or Basic with the key as user
 * name as curl's `-u` does.
 *
 * @returns empty text when there is none
 */
export function readApiKey(authorization: string | undefined): string {
  if (authorization === undefined) return ''
  const [, scheme = '', value = ''] = /^(\S+) +(\S+) *$/.exec(authorization) ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return value
    case 'basic':
      return Buffer.from(value, 'base64').toString('latin1').split(':', 1)[0] ?? ''
    default:
      return ''
  }
}
