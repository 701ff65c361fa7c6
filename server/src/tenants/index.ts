export { type Context, changeOf, type Result, type Shown, shown, type Tenant } from './context.ts'
export { findOwn, type OwnTable } from './own-store.ts'
