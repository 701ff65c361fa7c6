import { type CvcMemory, openCvcMemory } from './cvc-memory.ts'
import { fingerprintOf } from './fingerprint.ts'
import { openKeyRing, type VaultParts } from './key-ring.ts'
import { type Place, SealBroken, seal, sealingKeyId, unseal, type VaultScope } from './sealing.ts'

/** A card number as a row of `payment_methods` holds it. */
export interface SealedCard {
  readonly data_key_id: string
  readonly sealed: string
  /** The same for every record of this number within the PSP and mode. */
  readonly fingerprint: string
}

/** Where card numbers and secrets go in and come out. Codes (CVC) only pass through its memory. */
export interface Vault extends CvcMemory {
  /**
   * Seals a number for one record.
   * @throws {Problem} `vault_unavailable`; nothing is ever kept in clear instead
   */
  sealCard(
    scope: Required<VaultScope>,
    recordId: string,
    card: { readonly number: string },
  ): Promise<SealedCard>
  /**
   * Opens the number of a record, given its row.
   * @throws {SealBroken} when it was altered or belongs to another record
   * @throws {Problem} `vault_unavailable`
   */
  openCard(
    scope: Required<VaultScope>,
    recordId: string,
    row: { readonly data_key_id: string | null; readonly sealed: string | null },
  ): Promise<{ number: string }>
  /** Seals credentials, signing secrets and the like, for one record. */
  sealSecret(scope: VaultScope, recordId: string, text: string): Promise<string>
  /** @throws {SealBroken} */
  openSecret(scope: VaultScope, recordId: string, sealed: string): Promise<string>
}

/** Opens the vault: data keys out of the database, unwrapped by the master keys, sealing in memory. */
export function createVault(parts: VaultParts): Vault {
  const ring = openKeyRing(parts)

  async function open(place: Place, sealed: string): Promise<string> {
    const keyId = sealingKeyId(place, sealed)
    const key = await ring.byId(place.scope, keyId)
    if (key === undefined) throw new SealBroken(place, new Error(`There is no key ${keyId}.`))
    return unseal(key, place, sealed)
  }

  return {
    ...openCvcMemory(parts.clock),
    async sealCard(scope, recordId, { number }) {
      const { encryption, fingerprint } = await ring.current(scope)
      return {
        data_key_id: encryption.id,
        sealed: seal(encryption, { scope, recordId, purpose: 'card' }, number),
        fingerprint: fingerprintOf(fingerprint, number),
      }
    },
    async openCard(scope, recordId, { data_key_id, sealed }) {
      const place: Place = { scope, recordId, purpose: 'card' }
      // Rotation finds rows by the column; were it to name another key, the right one could be destroyed.
      if (sealed === null || sealingKeyId(place, sealed) !== data_key_id) {
        throw new SealBroken(place, new Error('The key column and the text disagree.'))
      }
      return { number: await open(place, sealed) }
    },
    async sealSecret(scope, recordId, text) {
      const { encryption } = await ring.current(scope)
      return seal(encryption, { scope, recordId, purpose: 'secret' }, text)
    },
    openSecret: (scope, recordId, sealed) => open({ scope, recordId, purpose: 'secret' }, sealed),
  }
}
