import { decodeForm } from '../../../kernel/index.ts'
import type { WireRequest } from '../wire.ts'
import { paymentMethodObject } from './cards.ts'
import { accountOf } from './dialect.ts'
import { invalid } from './errors.ts'
import type { State } from './state.ts'

const deepest = 4

/**
 * Replaces ids by the objects they name, along the paths of `expand`.
 * @throws {StripeError} 400 for a path that leads nowhere, or too deep
 */
export function expanded(state: State, request: WireRequest, value: unknown): unknown {
  const { expand } = decodeForm(request.method === 'GET' ? request.query : request.body)
  if (!Array.isArray(expand)) return value
  const account = accountOf(request)
  return expand.reduce<unknown>((current, path) => {
    const steps = String(path).split('.')
    if (steps.length > deepest) throw invalid(`You cannot expand more than 4 levels of a property.`)
    return expandAt(state, account, current, steps, String(path))
  }, value)
}

function expandAt(
  state: State,
  account: string,
  value: unknown,
  [step, ...rest]: string[],
  path: string,
): unknown {
  if (step === undefined) return value
  if (value === null) return null
  if (typeof value !== 'object' || !(step in value))
    throw invalid(`This property cannot be expanded (${path}).`)
  const held: unknown = value[step as keyof typeof value]
  if (Array.isArray(held)) {
    return { ...value, [step]: held.map((item) => expandAt(state, account, item, rest, path)) }
  }
  const found = typeof held === 'string' ? lookUp(state, account, held) : held
  if (typeof found === 'string') throw invalid(`This property cannot be expanded (${path}).`)
  return { ...value, [step]: expandAt(state, account, found, rest, path) }
}

/** The object an id names, if it is one of this account; else the id. */
function lookUp(state: State, account: string, id: string): unknown {
  const prefix = id.slice(0, id.indexOf('_'))
  if (prefix === 'pm') {
    const card = state.cards.get(id)
    return card?.account === account ? paymentMethodObject(card.object, state.now()) : id
  }
  const collections = {
    pi: state.intents,
    ch: state.charges,
    re: state.refunds,
    txn: state.transactions,
    seti: state.setups,
    dp: state.disputes,
  }
  if (!Object.hasOwn(collections, prefix)) return id
  const held = collections[prefix as keyof typeof collections].get(id)
  return held?.account === account ? held.object : id
}
