import { InvalidArgumentError } from 'commander'

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A length of time: `90d`, `12h`, `30m`, `45s`, or `0`. In milliseconds. */
export function duration(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (text === '0') return 0
  if (count === undefined) throw new InvalidArgumentError('Write it as 45s, 30m, 12h or 90d.')
  return Number(count) * units[unit as keyof typeof units]
}

/** Adds one `resource=access` to those given before it. */
export function permission(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [resource = '', access] = text.split('=')
  if (access === undefined) throw new InvalidArgumentError('Write it as charges=read.')
  return { ...before, [resource]: access }
}

/** Texts separated by commas. */
export function texts(text: string): string[] {
  return text.split(',').map((item) => item.trim())
}
