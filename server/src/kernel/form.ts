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
 * object, in order. Keys are data: none of them reaches a prototype.
 * @throws {FormError} on a bad percent-escape, nesting past 20, or a key used both as text and object
 */
export function decodeForm(text: string): { [key: string]: FormValue } {
  const root: Branch['children'] = new Map()
  if (text !== '') {
    for (const pair of text.split('&')) {
      if (pair === '') continue
      const equals = pair.indexOf('=')
      const key = percentDecode(equals < 0 ? pair : pair.slice(0, equals))
      insert(root, key, equals < 0 ? '' : percentDecode(pair.slice(equals + 1)))
    }
  }
  return named(root)
}

/** Writes a form the way Stripe's clients do; `undefined` is left out and `null` is empty text. */
export function encodeForm(value: Readonly<Record<string, unknown>>): string {
  const pairs: string[] = []
  for (const key in value) write(pairs, percentEncode(key), value[key])
  return pairs.join('&')
}

interface Branch {
  readonly children: Map<string, Branch | string>
  /** Where `a[]` goes: past the highest number seen. */
  next: number
}

/** Puts a value where its key says: `a[b][0]` is 0 of b of a. */
function insert(root: Branch['children'], key: string, value: string): void {
  const open = key.indexOf('[')
  if (open <= 0 || !key.endsWith(']')) {
    if (typeof root.get(key) === 'object') throw mixed(key)
    root.set(key, value)
    return
  }
  const names = key.slice(open + 1, -1).split('][')
  if (names.length >= deepest)
    throw new FormError(`Parameter '${key.slice(0, 80)}' is nested too deep.`)
  let at = descend(root, key.slice(0, open), key)
  const last = names.pop() ?? ''
  for (const name of names) at = descend(at.children, placeIn(at, name), key)
  const place = placeIn(at, last)
  if (typeof at.children.get(place) === 'object') throw mixed(key)
  at.children.set(place, value)
}

function descend(children: Branch['children'], name: string, key: string): Branch {
  const found = children.get(name)
  if (typeof found === 'string') throw mixed(key)
  if (found !== undefined) return found
  const branch = { children: new Map(), next: 0 }
  children.set(name, branch)
  return branch
}

function placeIn(branch: Branch, name: string): string {
  const place = name === '' ? String(branch.next) : name
  if (isIndex(place)) branch.next = Math.max(branch.next, Number(place) + 1)
  return place
}

function isIndex(name: string): boolean {
  const first = name.charCodeAt(0)
  return first >= 48 && first <= 57 && /^\d{1,6}$/.test(name)
}

function settle(node: Branch | string): FormValue {
  if (typeof node === 'string') return node
  const { children } = node
  if (children.size === 0 || !isFilled(children)) return named(children)
  if (children.size > longestArray)
    throw new FormError(`An array has more than ${longestArray} items.`)
  return Array.from({ length: children.size }, (_, index) =>
    settle(children.get(String(index)) ?? ''),
  )
}

/** Assigned, `__proto__` would replace the object's prototype; defined, it is a name like any other. */
const own = { enumerable: true, configurable: true, writable: true }

function named(children: Branch['children']): { [key: string]: FormValue } {
  const object: { [key: string]: FormValue } = {}
  for (const [key, child] of children) {
    if (key === '__proto__') Object.defineProperty(object, key, { value: settle(child), ...own })
    else object[key] = settle(child)
  }
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
  if (typeof value !== 'object' || value === null) {
    pairs.push(`${key}=${value === null ? '' : percentEncode(String(value))}`)
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) write(pairs, `${key}[${index}]`, item)
  } else if (value instanceof Date) {
    pairs.push(`${key}=${Math.floor(value.getTime() / 1000)}`)
  } else {
    const items = value as Readonly<Record<string, unknown>>
    for (const name in items) {
      if (items[name] !== undefined) write(pairs, `${key}[${percentEncode(name)}]`, items[name])
    }
  }
}

/** Most names and values need none, which is quicker seen than done. */
function percentEncode(text: string): string {
  return /^[\w.-]*$/.test(text) ? text : encodeURIComponent(text)
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
