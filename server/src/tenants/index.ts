export { actFor, authenticate, type Caller, tenantOf } from './authenticate.ts'
export {
  type Context,
  changeOf,
  isShown,
  type Result,
  type Shown,
  shown,
  type Tenant,
} from './context.ts'
export { defaultCurrencyOf, merchantCountries } from './countries.ts'
export { createKey, type KeyOwner, type MadeKey } from './create-key.ts'
export { createMerchant, type NewMerchant } from './create-merchant.ts'
export {
  baseUrlOf,
  costFor,
  createProcessorAccount,
  type NewProcessorAccount,
  type SealSecret,
} from './create-processor-account.ts'
export { createPsp, createPspWithKey, type NewPsp } from './create-psp.ts'
export { deleteMerchant } from './delete-merchant.ts'
export { type Directory, openDirectory } from './directory.ts'
export { accountInvalid, type TenantProblem } from './errors.ts'
export { type JobParts, jobContext, tenantOfRow } from './job-context.ts'
export { redactedKey } from './keys.ts'
export {
  type Dashboard,
  dashboards,
  detailsOf,
  type MerchantDetails,
  rejectReasons,
  statementDescriptorOf,
} from './merchant-details.ts'
export { requireCanCharge, type Standing, standingOf } from './merchant-standing.ts'
export type { OfficeContext } from './office.ts'
export { findOwn, type OwnTable } from './own-store.ts'
export {
  type Access,
  type Resource,
  requirePermission,
} from './permissions.ts'
export {
  disputeFeeFor,
  type Pricing,
  priceFor,
  pricingOf,
  regions,
  type Sale,
} from './pricing.ts'
export type { MerchantTarget } from './replace-merchant.ts'
export { revokeKey, rollKey } from './retire-key.ts'
export {
  type Budget,
  type PspSettings,
  requireCurrency,
  settingsOf,
} from './settings.ts'
export { findMerchant, findPsp, listKeys, listMerchants, listPsps } from './store.ts'
export { rejectMerchant, updateMerchant } from './update-merchant.ts'
export { updateProcessorAccount } from './update-processor-account.ts'
export { updatePsp } from './update-psp.ts'
