export { buildCli, runCli } from './cli.ts'
export type { CliParts, Part } from './parts.ts'
export { CommandRefused } from './refused.ts'
