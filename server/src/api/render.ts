import type { Row, TableName } from '../db/index.ts'
import type { Shown } from '../tenants/index.ts'
import { kindsOf, listedKind, type Plan } from './expand.ts'
import {
  type Kind,
  kindOf,
  type ObjectType,
  storedId,
  type Viewing,
  type WireObject,
} from './kinds.ts'
import { openRowCache, type Rendering, type RowCache } from './row-cache.ts'
import { type Found, findSlots, type Mutable } from './slots.ts'

type AnyRow = Row<TableName>

/** A row to be viewed, what to expand in it, and where the result goes. */
interface Shot {
  readonly kind: Kind
  readonly row: AnyRow
  readonly plan: Plan | undefined
  put(wire: WireObject): void
}

const subListLimit = 10

/**
 * Turns rows into what the caller sees, with the properties it wants expanded. Rows are looked for among
 * `known` first, which is how an answer can be written before the change it tells of is: what the change
 * writes is known. The rest is read level by level, one query for each table.
 *
 * @param known rows as they are about to be, which the database does not have yet
 */
export async function render(
  rendering: Rendering,
  rows: readonly Shown[],
  plan: Plan | undefined,
  known: readonly Shown[] = [],
): Promise<WireObject[]> {
  const result: WireObject[] = []
  const cache = openRowCache(rendering, known)
  await showAll(
    rendering,
    cache,
    rows.map(({ table, row }, index) => ({
      kind: lookOf(rendering, table),
      row,
      plan,
      put: (wire) => {
        result[index] = wire
      },
    })),
  )
  return result
}

/** A table's own kind, unless the endpoint answers with another of the same table. */
function lookOf({ kinds, look }: Rendering, table: TableName): Kind {
  return look?.table === table ? look : kindOf(kinds, table)
}

/** Expands within an object that is no row. */
export async function expandPlain(
  rendering: Rendering,
  type: ObjectType,
  wire: WireObject,
  plan: Plan,
): Promise<WireObject> {
  const cache = openRowCache(rendering, [])
  const found = findSlots(type, wire as Mutable, plan)
  await showAll(rendering, cache, await shotsOf(rendering, cache, found))
  return wire
}

async function showAll(
  rendering: Rendering,
  cache: RowCache,
  first: readonly Shot[],
): Promise<void> {
  let shots = first
  while (shots.length > 0) {
    const wanted = shots.flatMap(
      ({ kind, row }) => kind.companions?.(row, rendering.kinds, rendering) ?? [],
    )
    if (wanted.length > 0) await cache.load(wanted)
    const viewing = viewingOf(rendering, cache)
    const extras = await gatherAll(rendering, shots)
    const found: Found = { slots: [], lists: [] }
    for (const { kind, row, plan, put } of shots) {
      const wire = seen(rendering, kind, kind.view(row, viewing, extras.get(row)))
      put(wire)
      if (plan !== undefined && plan.size > 0) findSlots(kind, wire as Mutable, plan, found)
    }
    const isComplete = found.slots.length === 0 && found.lists.length === 0
    shots = isComplete ? [] : await shotsOf(rendering, cache, found)
  }
}

/** What views need besides rows, read once for all rows of a kind. */
async function gatherAll(
  rendering: Rendering,
  shots: readonly Shot[],
): Promise<ReadonlyMap<AnyRow, unknown>> {
  const extras = new Map<AnyRow, unknown>()
  for (const kind of new Set(shots.map((shot) => shot.kind))) {
    if (kind.gather === undefined) continue
    const rows = shots.filter((shot) => shot.kind === kind).map(({ row }) => row)
    const found = await kind.gather(rendering.reader, rows, rendering)
    for (const row of rows) if ('id' in row) extras.set(row, found.get(row.id))
  }
  return extras
}

function viewingOf(rendering: Rendering, cache: RowCache): Viewing {
  const { kinds, apiVersion, now, publicUrl, isBrowser } = rendering
  const viewing: Viewing = {
    apiVersion,
    now,
    publicUrl,
    isBrowser,
    row: (table, id) => (id === null ? undefined : cache.get(table, id)),
    show: (table, row) => kindOf(kinds, table).view(row, viewing, undefined),
  }
  return viewing
}

/** A browser sees only what its kind shows to browsers. */
function seen(
  { isBrowser }: Rendering,
  { browser = [] }: ObjectType,
  wire: WireObject,
): WireObject {
  if (!isBrowser) return wire
  const picked: Mutable = { id: wire['id'], object: wire['object'] }
  for (const name of browser) if (name in wire) picked[name] = wire[name]
  return picked
}

async function shotsOf(
  { kinds, reader }: Rendering,
  cache: RowCache,
  { slots, lists }: Found,
): Promise<Shot[]> {
  const shots: Shot[] = []
  const named = slots.map((slot) => {
    const kind = kindNamed(kindsOf(slot.of, kinds), slot.id)
    return { ...slot, kind, id: storedId(kind, slot.id) }
  })
  await cache.load(named.map(({ kind, id }) => ({ table: kind.table, id })))
  for (const { kind, id, plan, put } of named) {
    const row = cache.get(kind.table, id)
    if (row !== undefined) shots.push({ kind, row, plan, put })
  }
  for (const of of new Set(lists.map((list) => list.of))) {
    const wanted = lists.filter((list) => list.of === of)
    const ids = [...new Set(wanted.map(({ parentId }) => parentId))]
    const rowsOf = await of.load(reader, ids, subListLimit)
    const written = cache.known(listedKind(of, kinds).table)
    for (const { parentId, holder, name, plan } of wanted) {
      const rows = withWritten(
        rowsOf.get(parentId) ?? [],
        written,
        (row) => of.parent(row) === parentId,
      )
      const data: WireObject[] = []
      holder[name] = {
        object: 'list',
        data,
        has_more: rows.length > subListLimit,
        url: of.url(parentId),
      }
      for (const [at, row] of rows.slice(0, subListLimit).entries()) {
        const put = (wire: WireObject) => {
          data[at] = wire
        }
        shots.push({ kind: listedKind(of, kinds), row, plan: plan.get('data'), put })
      }
    }
  }
  return shots
}

/** A list as it is once this request's own rows are written, newest first. */
function withWritten(
  stored: readonly AnyRow[],
  written: ReadonlyMap<string, AnyRow>,
  belongs: (row: AnyRow) => boolean,
): readonly AnyRow[] {
  if (written.size === 0) return stored
  const others = stored.filter((row) => !written.has(idOf(row)))
  const own = [...written.values()].filter(belongs)
  return [...others, ...own].sort((left, right) => (idOf(left) < idOf(right) ? 1 : -1))
}

const idOf = (row: AnyRow): string => ('id' in row ? (row.id ?? '') : '')

/** Of several kinds, the one whose ids begin as this one does. */
function kindNamed(kinds: readonly Kind[], id: string): Kind {
  const [first] = kinds
  if (first === undefined) throw new Error(`Nothing to expand ${id} to.`)
  return kinds.find(({ prefix }) => id.startsWith(`${prefix}_`)) ?? first
}
