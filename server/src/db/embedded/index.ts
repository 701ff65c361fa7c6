/** A real PostgreSQL of our own, out of the npm registry: for anyone who has only Node. */
export { findEmbedded } from './find.ts'
export { DataDirInUse } from './lock.ts'
export { removeEmbedded } from './remove.ts'
export type { EmbeddedOptions, EmbeddedServer } from './server.ts'
export { startEmbedded } from './server.ts'
export { startTemporary } from './temporary.ts'
