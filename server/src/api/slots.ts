import { isSubList, type Plan, type Reference } from './expand.ts'
import type { ObjectType, SubList, WireObject } from './kinds.ts'

/** A wire object still being put together. */
export type Mutable = Record<string, unknown>

/** An id on the wire that is to become an object. */
export interface Slot {
  readonly of: Reference
  readonly id: string
  readonly plan: Plan
  put(wire: WireObject): void
}

/** What an object holds that is to be expanded. */
export interface Found {
  readonly slots: Slot[]
  readonly lists: { of: SubList; parentId: string; holder: Mutable; name: string; plan: Plan }[]
}

/**
 * Finds what a plan wants expanded in an object.
 * @param found added to, and returned
 */
export function findSlots(
  type: ObjectType,
  root: Mutable,
  rootPlan: Plan,
  found: Found = { slots: [], lists: [] },
): Found {
  const visit = (holder: Mutable, plan: Plan, prefix: string): void => {
    for (const [name, inner] of plan) {
      const expansion = type.expandable?.[prefix + name]
      const value = holder[name]
      if (expansion === undefined) {
        for (const part of Array.isArray(value) ? value : [value]) {
          if (isObject(part)) visit(part, inner, `${prefix}${name}.`)
        }
      } else if (isSubList(expansion)) {
        const parentId = root['id'] as string
        found.lists.push({ of: expansion, parentId, holder, name, plan: inner })
      } else if (expansion !== null) {
        collect(found.slots, expansion, holder, name, inner)
      }
    }
  }
  visit(root, rootPlan, '')
  return found
}

function collect(
  slots: Slot[],
  expansion: Reference,
  holder: Mutable | unknown[],
  name: string | number,
  plan: Plan,
): void {
  const place = holder as Mutable
  const value = place[name]
  if (Array.isArray(value)) {
    for (const index of value.keys()) collect(slots, expansion, value, index, plan)
  } else if (typeof value === 'string') {
    const put = (wire: WireObject) => {
      place[name] = wire
    }
    slots.push({ of: expansion, id: value, plan, put })
  }
}

const isObject = (value: unknown): value is Mutable => typeof value === 'object' && value !== null
