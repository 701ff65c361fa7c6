import { randomBytes } from 'node:crypto'
import { randomText } from '../kernel/index.ts'
import type { NewMerchant, NewProcessorAccount, NewPsp } from '../tenants/index.ts'

/** A PSP of the demo with everything it starts with. `slug` is how it is found again. */
export interface Brand {
  readonly slug: string
  readonly psp: NewPsp
  readonly merchants: readonly { readonly slug: string; readonly merchant: NewMerchant }[]
  /** In the order payments try them. */
  readonly processors: readonly ('stripe' | 'adyen')[]
}

/** Two brands whose payments try the two processors in opposite order. */
export const brands: readonly Brand[] = [
  {
    slug: 'nordbetalning',
    psp: { name: 'Nordbetalning', country: 'SE' },
    merchants: [
      {
        slug: 'bjork-och-ull',
        merchant: shop('Björk & Ull', 'bjorkochull', 'SE', '5949', 'BJORK OCH ULL'),
      },
      {
        slug: 'fjelltind',
        merchant: shop('Fjelltind Sport', 'fjelltind', 'NO', '5941', 'FJELLTIND SPORT'),
      },
    ],
    processors: ['stripe', 'adyen'],
  },
  {
    slug: 'harbour-pay',
    psp: {
      name: 'Harbour Pay',
      country: 'US',
      settings: {
        pricing: [
          {
            method: 'card',
            currency: 'eur',
            region: 'domestic',
            percent_bps: 140,
            fixed: { eur: 25 },
          },
          { method: 'card', currency: 'eur', region: 'eea', percent_bps: 160, fixed: { eur: 25 } },
        ],
      },
    },
    merchants: [
      {
        slug: 'blue-anchor-books',
        merchant: shop('Blue Anchor Books', 'blueanchorbooks', 'US', '5942', 'BLUE ANCHOR BOOKS'),
      },
      {
        slug: 'atelier-lumen',
        merchant: shop('Atelier Lumen', 'atelierlumen', 'FR', '5719', 'ATELIER LUMEN'),
      },
    ],
    processors: ['adyen', 'stripe'],
  },
]

/** An account at a processor's simulator; its secrets are drawn, as a processor would issue them. */
export function simulatedAccount(
  processor: Brand['processors'][number],
  brand: Brand,
): Omit<NewProcessorAccount, 'priority'> {
  const common = {
    livemode: false,
    processor,
    baseUrl: `simulator:${processor}${processor === 'adyen' ? '/v71' : ''}`,
  }
  switch (processor) {
    case 'stripe':
      return {
        ...common,
        name: 'Stripe (simulated)',
        credentials: {
          secret_key: `sk_test_${randomText(32)}`,
          webhook_secret: `whsec_${randomText(32)}`,
        },
        costs: [{ percent_bps: 140, fixed: { usd: 15, eur: 15, sek: 150, nok: 150 } }],
      }
    case 'adyen':
      return {
        ...common,
        name: 'Adyen (simulated)',
        credentials: {
          apiKey: `AQE${randomText(40)}`,
          merchantAccount: `${brand.psp.name.replaceAll(/\W/g, '')}ECOM`,
          hmacKey: randomBytes(32).toString('hex').toUpperCase(),
        },
        costs: [{ percent_bps: 125, fixed: { usd: 12, eur: 11, sek: 120, nok: 120 } }],
      }
  }
}

function shop(
  name: string,
  domain: string,
  country: string,
  mcc: string,
  statement_descriptor: string,
): NewMerchant {
  return {
    livemode: false,
    type: 'standard',
    country,
    email: `hello@${domain}.example`,
    business_type: 'company',
    business_profile: { name, mcc, url: `https://${domain}.example` },
    settings: { payments: { statement_descriptor } },
  }
}
