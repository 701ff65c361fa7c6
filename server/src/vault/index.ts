export { type CardBrand, type CardFacts, cardFacts } from './card-facts.ts'
export type { VaultProblemCode } from './errors.ts'
export type { VaultParts } from './key-ring.ts'
export {
  localMasterKeys,
  type MasterKey,
  type MasterKeys,
  newDemoMasterKey,
  parseMasterKeys,
  unfitForLive,
} from './master-keys.ts'
export { type CardInput, readCard, readExpiry, type ValidCard } from './read-card.ts'
export { type RotationOptions, type RotationProgress, rotate } from './rotate.ts'
export type { VaultScope } from './sealing.ts'
export { type TestCard, testCardFor } from './test-cards.ts'
export { createVault, type SealedCard, type Vault } from './vault.ts'
