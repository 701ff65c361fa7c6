export { type Context, changeOf, type Result, type Shown, shown, type Tenant } from './context.ts'
