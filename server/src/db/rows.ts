import { columnKinds, type Row, type TableName } from './schema.ts'

/**
 * A row as it was before it became JSON: times and amounts get their types back. For snapshots in events.
 * @param json an object that was a row of `table`
 */
export function reviveRow<T extends TableName>(
  table: T,
  json: Readonly<Record<string, unknown>>,
): Row<T> {
  const kinds = columnKinds[table] ?? {}
  const row: Record<string, unknown> = { ...json }
  for (const [column, kind] of Object.entries(kinds)) {
    const value = row[column]
    if (value === null || value === undefined) continue
    if (kind === 'time') row[column] = new Date(value as string)
    else if (kind === 'bigint') row[column] = BigInt(value as number)
    else row[column] = (value as number[]).map(BigInt)
  }
  return row as unknown as Row<T>
}
