import { columns, type Row, type TableName } from './schema.ts'

/**
 * A row as it was before it became JSON: times and amounts get their types back, and columns that were left
 * out are null. For snapshots in events.
 * @param json an object that was a row of `table`
 */
export function reviveRow<T extends TableName>(
  table: T,
  json: Readonly<Record<string, unknown>>,
): Row<T> {
  const row: Record<string, unknown> = {}
  for (const [column, kind] of Object.entries(columns[table])) {
    row[column] = revive(json[column] ?? null, kind)
  }
  return row as unknown as Row<T>
}

function revive(value: unknown, kind: 'bigint' | 'bigints' | 'time' | 'plain'): unknown {
  if (value === null) return null
  switch (kind) {
    case 'bigint':
      return BigInt(value as number)
    case 'bigints':
      return (value as number[]).map(BigInt)
    case 'time':
      return new Date(value as string)
    case 'plain':
      return value
  }
}
