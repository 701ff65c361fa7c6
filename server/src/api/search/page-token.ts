import { timingSafeEqual } from 'node:crypto'
import type { Scope } from '../../db/index.ts'
import { refuse } from '../refusals.ts'

interface Signer {
  readonly scope: Scope
  sign(text: string): string
}

/** Where a search goes on: after this row. Signed, so that it means what we wrote and for whom we wrote it. */
export function writePage(signer: Signer, query: string, lastId: string): string {
  return `${Buffer.from(lastId).toString('base64url')}.${signature(signer, query, lastId)}`
}

/**
 * The id a page begins after.
 * @throws {Problem} `parameter_invalid` when it was altered, or is of another search or caller
 */
export function readPage(signer: Signer, query: string, page: string): string {
  const [place = '', signed = ''] = page.split('.')
  const lastId = Buffer.from(place, 'base64url').toString()
  const [wanted, given] = [signature(signer, query, lastId), signed].map((text) =>
    Buffer.from(text),
  )
  if (wanted?.length === given?.length && wanted && given && timingSafeEqual(wanted, given)) {
    return lastId
  }
  throw refuse(
    'parameter_invalid',
    'Invalid page: pass the next_page of an answer to the same query, unchanged.',
    { param: 'page' },
  )
}

function signature({ scope, sign }: Signer, query: string, lastId: string): string {
  return sign(JSON.stringify(['page', scope, query, lastId]))
}
