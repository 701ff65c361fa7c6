import type { Json } from '../kernel/index.ts'

type Attributes = Readonly<Record<string, unknown>>

/**
 * The values of changed attributes as they were before: what an event of an update tells beside the object.
 * Within objects only what changed is told; a list is told whole.
 */
export function previousAttributes(
  before: Attributes,
  after: Attributes,
): { [name: string]: Json } {
  const changed: { [name: string]: Json } = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name] ?? null, after[name] ?? null]
    if (JSON.stringify(was) === JSON.stringify(is)) continue
    changed[name] = isObject(was) && isObject(is) ? previousAttributes(was, is) : (was as Json)
  }
  return changed
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
