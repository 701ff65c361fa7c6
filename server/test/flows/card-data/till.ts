import { randomUUID } from 'node:crypto'
import { type Asking, ask, type TestAnswer } from '../../api.ts'
import { markedCode, markedNumber } from './marked-cards.ts'

/** A merchant of the server, and what its server and its payers' browsers call with. */
export interface CardShop {
  readonly url: string
  readonly key: string
  readonly publishableKey: string
  /** Every answer anybody got. */
  readonly told: string[]
}

export type TypedCard = Readonly<Record<'exp_month' | 'exp_year', number>> & {
  readonly number: string | number
  readonly cvc?: string
}

/** Where one payer pays: with a card of their own, in the notation one client uses. */
export interface Till {
  readonly card: TypedCard
  /** Asks for what must succeed. @param browser by the payer's browser rather than the merchant's server */
  post(path: string, params: Asking['params'], browser?: boolean): Promise<TestAnswer['body']>
}

/** The ways card numbers are typed; the last is a number in JSON. */
const typings: readonly ((number: string) => string | number)[] = [
  (number) => number,
  (number) => number.replace(/(?<=\d)(?=(?:\d{4})+$)/g, ' '),
  (number) => number.replace(/(?<=\d)(?=(?:\d{4})+$)/g, '-'),
  Number,
]

/**
 * The n-th till of a shop: every notation of requests and numbers has its turn.
 * @param card what is special about the card
 */
export function openTill(shop: CardShop, n: number, card: object = {}): Till {
  const typed = typings[n % typings.length] ?? String
  const isJson = n % 3 === 0
  const good = { number: typed(markedNumber(n)), exp_month: 12, exp_year: 2050, cvc: markedCode }
  return {
    card: { ...good, ...card },
    async post(path, params = {}, browser = false) {
      const key = browser ? shop.publishableKey : shop.key
      const headers = { 'idempotency-key': randomUUID() }
      const asking = { key, headers, ...(isJson ? { json: params } : { params }) }
      const { status, text, body } = await tell(shop, 'POST', path, asking)
      if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`)
      return body
    },
  }
}

/** One request to the server; what it answers is kept. */
export async function tell(
  { url, told }: Pick<CardShop, 'url' | 'told'>,
  method: string,
  path: string,
  asking: Asking,
): Promise<TestAnswer> {
  const answer = await ask(url, method, path, asking)
  told.push(answer.text)
  return answer
}
