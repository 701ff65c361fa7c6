import { id, integer, optional, type TimeRange, timeRange } from './wire/index.ts'

/** What every list takes: spread it into the endpoint's query. */
export const listParams = {
  limit: optional(integer({ min: 1, max: 100 })),
  starting_after: optional(id()),
  ending_before: optional(id()),
}

/** The same with a range of `created`. */
export const datedListParams = { ...listParams, created: optional(timeRange()) }

/** A page as it was asked for. */
export interface ListQuery {
  readonly limit?: number
  readonly starting_after?: string
  readonly ending_before?: string
  readonly created?: TimeRange
}

export const defaultLimit = 10
