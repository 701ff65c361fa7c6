import { integer, optional, text } from '../wire/index.ts'

export type { SearchFields } from './fields.ts'
export { search } from './search-store.ts'

/** What every search takes: spread it into the endpoint's query. */
export const searchParams = {
  query: text(),
  limit: optional(integer({ min: 1, max: 100 })),
  page: optional(text()),
}
