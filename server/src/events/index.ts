export { event, type Origin } from './append.ts'
export { type EventType, eventCatalogue } from './catalogue.ts'
export { previousAttributes } from './previous-attributes.ts'
