import type { Problem } from '../kernel/index.ts'
import type { Returns } from './endpoint.ts'
import {
  type Expansion,
  type Kind,
  type Kinds,
  kindOf,
  type ObjectType,
  type SubList,
} from './kinds.ts'
import { refuse } from './refusals.ts'

/** Properties to expand, and what to expand within each. */
export type Plan = ReadonlyMap<string, Plan>

const deepest = 4
const nothingExpanded = { plan: new Map<string, Plan>() as Plan, countTotal: false }

/**
 * Reads `expand[]` against what an endpoint returns, before anything is done.
 *
 * @returns the plan for each object: in a list or search, what stands behind `data.`
 * @throws {Problem} `expand_invalid`, `expand_too_deep`
 */
export function planExpansion(
  paths: readonly string[],
  returns: Returns,
  kinds: Kinds,
): { plan: Plan; countTotal: boolean } {
  if (paths.length === 0) return nothingExpanded
  const [shape, type] = Object.entries(returns)[0] as [string, ObjectType]
  const isPage = shape === 'list' || shape === 'search'
  const plan = new Map<string, Plan>()
  let countTotal = false
  for (const path of paths) {
    if (shape === 'search' && path === 'total_count') {
      countTotal = true
      continue
    }
    const segments = path.split('.')
    if (segments.length > deepest) {
      throw refuse(
        'expand_too_deep',
        `You cannot expand more than ${deepest} levels of a property. Property: ${path}`,
      )
    }
    if (isPage && segments.shift() !== 'data') throw notExpandable(path, `data.${path}`)
    refuseUnknown(path, segments, [type], kinds)
    add(plan, segments)
  }
  return { plan, countTotal }
}

/** Whether an expansion is a list of its own rather than another object. */
export function isSubList(expansion: Expansion): expansion is SubList {
  return expansion !== null && typeof expansion === 'object' && 'load' in expansion
}

/** What an id expands to. */
export type Reference = Exclude<Expansion, SubList | null>

/** The kinds an expandable id may be of. */
export function kindsOf(expansion: Reference, kinds: Kinds): readonly Kind[] {
  if (typeof expansion === 'string') return [kindOf(kinds, expansion)]
  return 'view' in expansion ? [expansion] : expansion.map((table) => kindOf(kinds, table))
}

/** The kind of what stands in a list within an object. */
export function listedKind({ list }: SubList, kinds: Kinds): Kind {
  return typeof list === 'string' ? kindOf(kinds, list) : list
}

function add(plan: Map<string, Plan>, segments: readonly string[]): void {
  let at = plan
  for (const segment of segments) {
    const next = (at.get(segment) ?? new Map()) as Map<string, Plan>
    at.set(segment, next)
    at = next
  }
}

/** Walks a path from type to type. What lies behind a property that is never an object here is anyone's guess. */
function refuseUnknown(
  path: string,
  segments: readonly string[],
  start: readonly ObjectType[],
  kinds: Kinds,
): void {
  let types = start
  let prefix = ''
  let inList: SubList | undefined
  for (const segment of segments) {
    if (inList !== undefined) {
      if (segment !== 'data') throw notExpandable(path)
      types = [listedKind(inList, kinds)]
      inList = undefined
      continue
    }
    const name = prefix + segment
    const found = types.flatMap(({ expandable = {} }) =>
      Object.hasOwn(expandable, name) ? [expandable[name] ?? null] : [],
    )
    if (found.length > 0) {
      if (found.includes(null)) return
      prefix = ''
      inList = found.find(isSubList)
      const references = found.filter((one) => one !== null && !isSubList(one))
      types = references.flatMap((one) => kindsOf(one as Reference, kinds))
    } else if (types.some(({ expandable = {} }) => holdsExpandable(expandable, name))) {
      prefix = `${name}.`
    } else throw notExpandable(path)
  }
}

function holdsExpandable(expandable: object, name: string): boolean {
  return Object.keys(expandable).some((path) => path.startsWith(`${name}.`))
}

function notExpandable(path: string, instead?: string): Problem {
  const hint = instead === undefined ? '' : ` You may want to try expanding '${instead}' instead.`
  return refuse('expand_invalid', `This property cannot be expanded (${path}).${hint}`)
}
