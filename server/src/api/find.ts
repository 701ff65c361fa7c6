import type { Row, TableName } from '../db/index.ts'
import { type Kind, type Reader, storedId } from './kinds.ts'
import { noSuch } from './refusals.ts'
import { rowsById } from './rows-store.ts'

/**
 * One of the caller's rows by its id.
 * @param param where the id came from, as the caller wrote it: of the path, or of a parameter
 * @throws {Problem} `resource_missing`: 404 for an id of the path, 400 for one in a parameter
 */
export async function find<T extends TableName>(
  reader: Reader,
  kind: Kind<T>,
  id: string,
  param: string,
): Promise<Row<T>> {
  const [row] = await rowsById(reader, kind, [storedId(kind, id)])
  if (row === undefined) throw noSuch(kind.object, id, param)
  return row as Row<T>
}
