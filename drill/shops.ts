import type { NewPsp, Pricing } from '../server/src/tenants/index.ts'

/** A PSP of the drill, its merchants, and the processors their payments go to. */
export interface Brand {
  readonly psp: NewPsp
  readonly shops: readonly Shop[]
  /** In the order payments try them. */
  readonly processors: readonly ProcessorName[]
}

export interface Shop {
  readonly country: string
  readonly currencies: readonly string[]
}

export type ProcessorName = 'adyen' | 'stripe'

const unlimited = { requests_per_second: 1_000_000, concurrent: 100_000 }
const settings = { limits: { psp: unlimited, key: unlimited } }

/** Two brands that try the two processors in opposite order. Chilean pesos count differently at Adyen. */
export const brands: readonly Brand[] = [
  {
    psp: { name: 'Drill North', country: 'SE', settings },
    shops: [
      { country: 'SE', currencies: ['sek', 'eur'] },
      { country: 'US', currencies: ['usd', 'jpy'] },
    ],
    processors: ['stripe', 'adyen'],
  },
  {
    psp: { name: 'Drill South', country: 'US', settings },
    shops: [
      { country: 'FR', currencies: ['eur', 'gbp'] },
      { country: 'US', currencies: ['usd', 'clp'] },
    ],
    processors: ['adyen', 'stripe'],
  },
]

/** All merchants, in the order they are founded in. */
export const shops: readonly Shop[] = brands.flatMap((brand) => brand.shops)

/** What a processor charges us; there must be something to post. */
export const costs: Pricing = [{ percent_bps: 120, fixed: {} }]
