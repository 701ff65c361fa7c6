export type { Demo } from './demo-file.ts'
export { greeting } from './greeting.ts'
export { seedHistory } from './history.ts'
export { type DemoParts, demoSecrets, seedDemo } from './seed.ts'
