import { ChangeRefused, type Row, type TableName, type Write, write } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import type { KeyRing, VaultParts } from './key-ring.ts'
import { mapSealed, type SealedColumn, sealedColumns, sealedWith } from './sealed-columns.ts'
import { type Place, SealBroken, seal, unseal } from './sealing.ts'
import { type SealedRow, sealedRows } from './store.ts'

/** What became of one page of rows. */
export interface ResealedPage {
  readonly resealed: number
  readonly broken: readonly BrokenRow[]
}

/** A row that does not open, and the retired keys it names: they must not be destroyed. */
export interface BrokenRow {
  readonly name: string
  readonly keyIds: readonly string[]
}

type RetiredKeys = ReadonlyMap<string, Row<'data_keys'>>

/**
 * Walks over all that is sealed and re-encrypts what a retired key sealed under its PSP's current one, a
 * page at a time. Rows that others change meanwhile are left to another walk, until none is.
 *
 * @param retired by id
 */
export async function* reseal(
  parts: VaultParts,
  ring: KeyRing,
  retired: RetiredKeys,
  pageSize: number,
): AsyncGenerator<ResealedPage> {
  if (retired.size === 0) return
  for (const column of sealedColumns) {
    let moved: boolean
    do {
      moved = false
      for await (const page of pages(parts, column, [...retired.keys()], pageSize)) {
        const results = await Promise.all(
          page.map((row) => resealRow(parts, ring, retired, column, row)),
        )
        moved ||= results.includes('moved')
        yield {
          resealed: results.filter((result) => result === 'resealed').length,
          broken: results.filter((result) => typeof result === 'object'),
        }
      }
    } while (moved)
  }
}

async function* pages(
  { database }: VaultParts,
  column: SealedColumn,
  keyIds: readonly string[],
  pageSize: number,
): AsyncGenerator<SealedRow[]> {
  let last: SealedRow | undefined
  do {
    const page = await sealedRows(database, column, keyIds, last, pageSize)
    yield page
    last = page.length === pageSize ? page.at(-1) : undefined
  } while (last !== undefined)
}

async function resealRow(
  { committer }: VaultParts,
  ring: KeyRing,
  retired: RetiredKeys,
  column: SealedColumn,
  row: SealedRow,
): Promise<'resealed' | 'moved' | 'current' | BrokenRow> {
  const keyIds = namedKeys(column, row).filter((id) => retired.has(id))
  const pspId = retired.get(keyIds[0] ?? '')?.psp_id
  if (pspId === undefined) return 'current'
  try {
    const replacement = await underCurrentKey(ring, column, row, row.psp_id ?? pspId)
    await committer.commit({
      merchantId: row.merchant_id ?? pspId,
      livemode: row.livemode,
      inserts: [],
      replaces: [replacement],
      entries: [],
    })
    return 'resealed'
  } catch (error) {
    if (error instanceof ChangeRefused && error.refusal === 'stale') return 'moved'
    if (error instanceof SealBroken || error instanceof Problem) {
      return { name: `${column.table} ${row.id}`, keyIds }
    }
    throw error
  }
}

/** The keys a row names, in its key column and in its sealed text. */
function namedKeys({ column, keyColumn }: SealedColumn, row: SealedRow): string[] {
  const repeated = keyColumn === undefined ? [] : [row[keyColumn]]
  const ids = [...sealedWith(row[column]), ...repeated]
  return [...new Set(ids.filter((id) => typeof id === 'string'))]
}

/** The row with everything in the column sealed anew. @throws {SealBroken} */
async function underCurrentKey(
  ring: KeyRing,
  { table, column, keyColumn, purpose, owner }: SealedColumn,
  row: SealedRow,
  pspId: string,
): Promise<Write> {
  const mine = owner === 'merchant' && row.merchant_id !== null
  const scope = { pspId, livemode: row.livemode, ...(mine && { merchantId: row.merchant_id }) }
  const place: Place = { scope, purpose, recordId: row.id }
  const ids = sealedWith(row[column])
  if (keyColumn !== undefined && !(ids.size === 1 && ids.has(String(row[keyColumn])))) {
    throw new SealBroken(place, new Error('The key column and the text disagree.'))
  }
  const { encryption } = await ring.current(scope)
  const keys = new Map(
    await Promise.all([...ids].map(async (id) => [id, await ring.byId(scope, id)] as const)),
  )
  const value = mapSealed(row[column], (sealed, id) => {
    const key = keys.get(id)
    if (key === undefined) throw new SealBroken(place, new Error(`There is no key ${id}.`))
    return seal(encryption, place, unseal(key, place, sealed))
  })
  const next = { ...row, version: row.version + 1, [column]: value }
  if (keyColumn !== undefined) next[keyColumn] = encryption.id
  return write(table, next as unknown as Row<TableName>)
}
