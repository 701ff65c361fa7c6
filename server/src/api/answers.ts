import type { Row, TableName } from '../db/index.ts'
import type { Shown } from '../tenants/index.ts'
import type { ObjectType, WireObject } from './kinds.ts'

/** A page of a list, newest first. */
export interface ListAnswer {
  readonly answer: 'list'
  readonly table: TableName
  readonly rows: readonly Row<TableName>[]
  readonly hasMore: boolean
}

/** A page of what a search found. */
export interface SearchAnswer {
  readonly answer: 'search'
  readonly table: TableName
  readonly rows: readonly Row<TableName>[]
  /** For the `page` parameter of the next request; null on the last page. */
  readonly nextPage: string | null
  /** Counted only when it was asked for. */
  readonly totalCount: number | null
}

/** An object that was deleted and of which only this is left. */
export interface DeletedAnswer {
  readonly answer: 'deleted'
  readonly object: string
  readonly id: string
}

/** What is no row of a table, as it goes over the wire. */
export interface PlainAnswer {
  readonly answer: 'plain'
  readonly data: WireObject | { readonly items: readonly WireObject[]; readonly hasMore: boolean }
}

/** A row shown with what only this answer tells: it is never stored, nor told to who repeats the request. */
export interface RevealingAnswer {
  readonly answer: 'revealing'
  readonly shown: Shown
  readonly once: WireObject
}

/** Bytes as they were given to us, for a client to save: never shown, sniffed or run. */
export interface ContentAnswer {
  readonly answer: 'content'
  readonly bytes: Buffer
  readonly mediaType: string
  /** What to save them as. */
  readonly filename: string
}

/** What a handler returns. A verb's row needs only `shown(table, row)`. */
export type Answer =
  | Shown
  | ListAnswer
  | SearchAnswer
  | DeletedAnswer
  | PlainAnswer
  | RevealingAnswer
  | ContentAnswer

/** `{ "id": …, "object": …, "deleted": true }` */
export function deleted({ object }: ObjectType, id: string): DeletedAnswer {
  return { answer: 'deleted', object, id }
}

/** One object that is no row, as it goes over the wire. */
export function plain(data: WireObject): PlainAnswer {
  return { answer: 'plain', data }
}

/** A page of objects that are no rows. */
export function plainList(items: readonly WireObject[], hasMore: boolean): PlainAnswer {
  return { answer: 'plain', data: { items, hasMore } }
}

/** A file, as it came. */
export function content(what: Omit<ContentAnswer, 'answer'>): ContentAnswer {
  return { answer: 'content', ...what }
}

/** A row, with what only this answer shows: a new key's text, a webhook's secret. */
export function revealing(shown: Shown, once: WireObject): RevealingAnswer {
  return { answer: 'revealing', shown, once }
}
