import type { Problem } from '../kernel/index.ts'
import { decodeForm, FormError } from '../kernel/index.ts'
import { refuse } from './refusals.ts'

/** More parameters than this are nobody's honest request, and cost time to take apart. */
const mostParameters = 5_000
const deepestJson = 20

/** Parameters as they came, before the endpoint's schema has seen them. */
export type RawInput = { [name: string]: unknown }

/**
 * Decodes a query string or a form.
 * @throws {Problem} `body_invalid`, naming the key at fault
 */
export function decodeText(text: string): RawInput {
  if (text === '') return {}
  if (countPast(text, '&', mostParameters)) throw tooMany()
  try {
    return decodeForm(text)
  } catch (error) {
    if (error instanceof FormError) throw refuse('body_invalid', error.message)
    throw error
  }
}

/**
 * Decodes a JSON body.
 * @throws {Problem} `body_invalid` when it is not an object, or nested or filled beyond reason
 */
export function decodeJson(text: string): RawInput {
  if (text === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // What the parser says quotes the body, which may hold a card number.
    throw refuse('body_invalid', 'Invalid request body: it is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('body_invalid', 'Invalid request body: it must be a JSON object.')
  }
  refuseHuge(value)
  return value as RawInput
}

/** Level by level rather than by recursion: the nesting is the sender's. */
function refuseHuge(root: object): void {
  let level: object[] = [root]
  let count = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepestJson) {
      throw refuse('body_invalid', `Invalid request body: it is nested over ${deepestJson} deep.`)
    }
    const next: object[] = []
    for (const parent of level) {
      for (const value of Object.values(parent)) {
        if (++count > mostParameters) throw tooMany()
        if (typeof value === 'object' && value !== null) next.push(value)
      }
    }
    level = next
  }
}

function tooMany(): Problem {
  return refuse('body_invalid', `A request has at most ${mostParameters} parameters.`)
}

function countPast(text: string, sign: string, most: number): boolean {
  let count = 0
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    if (++count >= most) return true
  }
  return false
}
