/** A decoded form: text leaves under objects and arrays. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue }

const deepest = 20
const longestArray = 1_000

/** A form that cannot be read; the message names the key. */
export class FormError extends Error {
  override readonly name = 'FormError'
}

/**
 * Reads `application/x-www-form-urlencoded` with bracketed keys as Stripe's clients write it:
 * `a[b]=1` is an object, `a[0]=1` and `a[]=1` are arrays; numbers with gaps (`a[7]=1`) stay names of an
 * object, in order. Keys are data, so the objects made have no prototype to pollute.
 * @throws {FormError} on a bad percent-escape, nesting past 20, or a key used both as text and object
 */
export function decodeForm(text: string): { [key: string]: FormValue } {
  const root: Branch = branch()
  if (text !== '') {
    for (const pair of text.split('&')) {
      if (pair === '') continue
      const equals = pair.indexOf('=')
      const key = percentDecode(equals < 0 ? pair : pair.slice(0, equals))
      insert(root, path(key), equals < 0 ? '' : percentDecode(pair.slice(equals + 1)), key)
    }
  }
  return settle(root) as { [key: string]: FormValue }
}

/** Writes a form the way Stripe's clients do; `undefined` is left out and `null` is empty text. */
export function encodeForm(value: Readonly<Record<string, unknown>>): string {
  const pairs: string[] = []
  for (const [key, item] of Object.entries(value)) write(pairs, encodeURIComponent(key), item)
  return pairs.join('&')
}

interface Branch {
  children: Map<string, Branch | string>
  /** Position for `a[]`, or -1 when only named keys were seen. */
  next: number
}

const branch = (): Branch => ({ children: new Map(), next: 0 })

function path(key: string): string[] {
  const open = key.indexOf('[')
  if (open <= 0 || !key.endsWith(']')) return [key]
  const parts = [key.slice(0, open), ...key.slice(open + 1, -1).split('][')]
  if (parts.length > deepest)
    throw new FormError(`Parameter '${key.slice(0, 80)}' is nested too deep.`)
  return parts
}

function insert(root: Branch, parts: string[], value: string, key: string): void {
  let at = root
  for (const [depth, part] of parts.entries()) {
    const name = part === '' && depth > 0 ? String(at.next) : part
    if (/^\d{1,6}$/.test(name)) at.next = Math.max(at.next, Number(name) + 1)
    const found = at.children.get(name)
    if (depth === parts.length - 1) {
      if (found !== undefined && typeof found !== 'string') throw mixed(key)
      at.children.set(name, value)
      return
    }
    if (typeof found === 'string') throw mixed(key)
    const next = found ?? branch()
    at.children.set(name, next)
    at = next
  }
}

function settle(node: Branch | string): FormValue {
  if (typeof node === 'string') return node
  const { children } = node
  if (children.size > 0 && isFilled(children)) {
    if (children.size > longestArray)
      throw new FormError(`An array has more than ${longestArray} items.`)
    return Array.from({ length: children.size }, (_, index) =>
      settle(children.get(String(index)) ?? ''),
    )
  }
  const object: { [key: string]: FormValue } = Object.create(null)
  for (const [key, child] of children) object[key] = settle(child)
  return object
}

/** Whether the names are 0, 1, 2 … without a gap; with one they are names, such as metadata's. */
function isFilled(children: Branch['children']): boolean {
  for (let index = 0; index < children.size; index++) {
    if (!children.has(String(index))) return false
  }
  return true
}

function write(pairs: string[], key: string, value: unknown): void {
  if (value === undefined) return
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) write(pairs, `${key}[${index}]`, item)
  } else if (value instanceof Date) {
    pairs.push(`${key}=${Math.floor(value.getTime() / 1000)}`)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      write(pairs, `${key}[${encodeURIComponent(name)}]`, item)
    }
  } else {
    pairs.push(`${key}=${value === null ? '' : encodeURIComponent(String(value))}`)
  }
}

function percentDecode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new FormError(`'${text.slice(0, 80)}' is not valid percent-encoded UTF-8.`)
  }
}

const mixed = (key: string) =>
  new FormError(`Parameter '${key.slice(0, 80)}' is given both as a value and as an object.`)
