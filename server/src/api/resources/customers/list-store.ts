import type { TableQuery } from '../../rows-store.ts'

/** Customers who are not deleted. */
export function onlyLiving(query: TableQuery<'customers'>): TableQuery<'customers'> {
  return query.where('deleted_at', 'is', null)
}
