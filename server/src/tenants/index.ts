export { authenticate, type Caller, isVisible, tenantOf } from './authenticate.ts'
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
export { createKey, type KeyOwner, type MadeKey, type NewKey } from './create-key.ts'
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
export { type KeyKind, redactedKey, redactKey } from './keys.ts'
export {
  type BusinessType,
  type Capability,
  capabilities,
  type Dashboard,
  type DetailsInput,
  dashboards,
  detailsOf,
  type MerchantDetails,
  type RejectReason,
  rejectReasons,
  statementDescriptorOf,
} from './merchant-details.ts'
export { requireCanCharge, type Standing, standingOf } from './merchant-standing.ts'
export type { OfficeContext } from './office.ts'
export { findOwn, type OwnTable } from './own-store.ts'
export {
  type Access,
  type Permissions,
  type Resource,
  requirePermission,
  resources,
} from './permissions.ts'
export {
  defaultPricing,
  type PriceRule,
  type Pricing,
  priceFor,
  pricingOf,
  type Region,
  regionOf,
  regions,
  type Sale,
} from './pricing.ts'
export type { MerchantTarget } from './replace-merchant.ts'
export { revokeKey, rollKey } from './retire-key.ts'
export {
  type Budget,
  defaultPspSettings,
  type PspSettings,
  requireCurrency,
  settingsOf,
} from './settings.ts'
export { findMerchant, findPsp, listKeys, listMerchants, listPsps } from './store.ts'
export { type MerchantUpdate, rejectMerchant, updateMerchant } from './update-merchant.ts'
export { type ProcessorAccountUpdate, updateProcessorAccount } from './update-processor-account.ts'
export { type PspUpdate, updatePsp } from './update-psp.ts'
