export { renderFindings } from './render.ts'
export { type Finding, type VerifyOptions, verify } from './verify.ts'
