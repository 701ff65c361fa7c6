export { type Candidate, chooseRoute, type Need, type Route } from './choose.ts'
