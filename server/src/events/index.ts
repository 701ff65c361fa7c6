export { event, type Origin } from './append.ts'
export { type EventType, eventCatalogue } from './catalogue.ts'
