export type { Demo } from './demo-file.ts'
export { greeting } from './greeting.ts'
export { type DemoParts, demoSecrets, seedDemo } from './seed.ts'
