import type { Operation, Schema } from '../served-document.ts'
import { markedNumber } from './marked-cards.ts'

type Params = Readonly<Record<string, unknown>>

/** Numbers an authority gave out, which may look like a card's. */
const officialNumbers = ['tax_id', 'value']

/** Parameters that are text, as paths to them: `['card', 'name']`. What belongs to a card is left out. */
function textParameters({ properties = {}, items, anyOf = [], ...schema }: Schema): string[][] {
  if (schema.not !== undefined || schema.enum !== undefined) return []
  if (schema.type === 'string') return [[]]
  const isCard = 'exp_month' in properties && 'number' in properties
  const own = Object.entries(properties)
    .filter(([name]) => !officialNumbers.includes(name))
    .filter(([name]) => !(isCard && ['number', 'cvc'].includes(name)))
  return [
    ...own.flatMap(([name, property]) => within(name, property)),
    ...(items === undefined ? [] : within('0', items)),
    ...(typeof schema.additionalProperties === 'object' ? [['note'], [markedNumber(0)]] : []),
    ...anyOf.flatMap(textParameters),
  ]
}

/** Where an endpoint takes a card's number, as paths: `payment_method_data.card`. */
export function cardParameters({ properties = {} }: Schema): string[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    property.properties?.['exp_month'] !== undefined && property.properties['number'] !== undefined
      ? [name]
      : cardParameters(property).map((path) => `${name}.${path}`),
  )
}

const within = (name: string, schema: Schema) =>
  textParameters(schema).map((path) => [name, ...path])

/**
 * Requests to an endpoint that are right but for one text, in which there is a card number; each text has its turn.
 * @param valid parameters the endpoint takes
 */
export function withStrayNumbers({ input }: Operation, valid: Params): Params[] {
  return textParameters(input).map((path, n) => withText(valid, path, `of ${markedNumber(n)}`))
}

function withText(params: Params, [name = '', ...rest]: readonly string[], text: string): Params {
  const value = rest.length === 0 ? text : withText(asObject(params[name]), rest, text)
  return { ...params, [name]: value }
}

const asObject = (value: unknown): Params =>
  typeof value === 'object' && value !== null ? (value as Params) : {}
