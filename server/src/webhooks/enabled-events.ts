import { eventCatalogue } from '../events/index.ts'
import { refuse } from './errors.ts'

const everyType = Object.keys(eventCatalogue)

/**
 * Checks what an endpoint wants to hear of: event types, `*` for all, or `payment_intent.*` for all of a kind.
 * @returns the same without repetitions
 * @throws {Problem} `enabled_events_invalid`, naming the first that no event can match
 */
export function checkEnabledEvents(patterns: readonly string[]): readonly string[] {
  if (patterns.length === 0) {
    const message = "Name at least one event, or '*' for all of them."
    throw refuse('enabled_events_invalid', message, 'enabled_events')
  }
  for (const [index, pattern] of patterns.entries()) {
    if (everyType.some((type) => matches(pattern, type))) continue
    const message = `There is no event '${pattern.slice(0, 100)}'.`
    throw refuse('enabled_events_invalid', message, `enabled_events[${index}]`)
  }
  return [...new Set(patterns)]
}

/** Fan-out asks the same in SQL, for a batch of events. */
function matches(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))
}
