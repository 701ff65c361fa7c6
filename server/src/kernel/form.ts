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
  const form: { [key: string]: FormValue } = {}
  const branches = new Map<string, Branch>()
  for (let start = 0, end: number; start < text.length; start = end + 1) {
    end = text.indexOf('&', start)
    if (end < 0) end = text.length
    if (end === start) continue
    const equals = text.slice(start, end).indexOf('=')
    const split = equals < 0 ? end : start + equals
    const key = percentDecode(text.slice(start, split))
    const value = percentDecode(text.slice(split + 1, end))
    const open = key.indexOf('[')
    if (open > 0 && key.endsWith(']')) {
      const branch = branchOf(form, branches, key.slice(0, open), key)
      insert(branch, key.slice(open + 1, -1).split(']['), key, value)
    } else {
      if (branches.has(key)) throw mixed(key)
      put(form, key, value)
    }
  }
  for (const [name, branch] of branches) put(form, name, settle(branch))
  return form
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

/** What is under a name of the form, whose place in the order is where it was first seen. */
function branchOf(
  form: { [key: string]: FormValue },
  branches: Map<string, Branch>,
  name: string,
  key: string,
): Branch {
  const found = branches.get(name)
  if (found !== undefined) return found
  if (Object.hasOwn(form, name)) throw mixed(key)
  const branch = newBranch()
  branches.set(name, branch)
  put(form, name, '')
  return branch
}

const newBranch = (): Branch => ({ children: new Map(), next: 0 })

/** Puts a value where its names say: `[b][0]` is 0 of b. */
function insert(branch: Branch, names: string[], key: string, value: string): void {
  if (names.length >= deepest)
    throw new FormError(`Parameter '${key.slice(0, 80)}' is nested too deep.`)
  const last = names.pop() ?? ''
  let at = branch
  for (const name of names) at = descend(at, name, key)
  const place = placeIn(at, last)
  if (typeof at.children.get(place) === 'object') throw mixed(key)
  at.children.set(place, value)
}

function descend(branch: Branch, name: string, key: string): Branch {
  const place = placeIn(branch, name)
  const found = branch.children.get(place)
  if (typeof found === 'string') throw mixed(key)
  if (found !== undefined) return found
  const inner = newBranch()
  branch.children.set(place, inner)
  return inner
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

function named(children: Branch['children']): { [key: string]: FormValue } {
  const object: { [key: string]: FormValue } = {}
  for (const [key, child] of children) put(object, key, settle(child))
  return object
}

const own = { enumerable: true, configurable: true, writable: true }

/** Assigned, `__proto__` would replace the object's prototype; defined, it is a name like any other. */
function put(object: { [key: string]: FormValue }, key: string, value: FormValue): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, ...own })
  else object[key] = value
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
