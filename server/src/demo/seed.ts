import { join } from 'node:path'
import type { Row } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import {
  authenticate,
  type Caller,
  createKey,
  createMerchant,
  createProcessorAccount,
  createPsp,
  type KeyOwner,
  type OfficeContext,
  openDirectory,
  type SealSecret,
} from '../tenants/index.ts'
import { type Brand, brands, simulatedAccount } from './brands.ts'
import { type Demo, readDemo, writeDemo } from './demo-file.ts'
import { findSeededMerchant, findSeededPsp, hasAccount, livingOperatorKeys } from './store.ts'

export interface DemoParts {
  /** Its queries see all PSPs. */
  readonly office: OfficeContext
  readonly sealSecret: SealSecret
  /** Where `demo.json` goes. */
  readonly dataDir: string
  /** Where the API answers. */
  readonly url: string
}

/**
 * Seeds the demo, or what is left of the work: killed at any point and started again, it goes on where it
 * was. Keys are hashed in the database, so `demo.json` alone has their texts; one that is lost or no longer
 * works is made anew.
 *
 * @returns what `demo.json` says now
 */
export async function seedDemo(parts: DemoParts): Promise<Demo> {
  const { office, dataDir, url } = parts
  const file = join(dataDir, 'demo.json')
  const before = await readDemo(file)
  const keep = keyKeeper(office)
  const demo: Demo = {
    url,
    operator_key: await keep(before?.operator_key, { kind: 'operator' }),
    psps: [],
  }
  for (const brand of brands) {
    const psp = await foundBrand(parts, brand)
    const known = before?.psps.find(({ id }) => id === psp.id)
    const merchants: Demo['psps'][number]['merchants'] = []
    for (const { slug, merchant: input } of brand.merchants) {
      const merchant =
        (await findSeededMerchant(office.queries, psp.id, slug)) ??
        (await createMerchant(office, psp, { ...input, metadata: { demo: slug } }))
      const keys = known?.merchants.find(({ id }) => id === merchant.id)
      const owner = { merchant, livemode: false }
      merchants.push({
        id: merchant.id,
        secret_key: await keep(keys?.secret_key, { kind: 'secret', ...owner }),
        publishable_key: await keep(keys?.publishable_key, { kind: 'publishable', ...owner }),
      })
    }
    const secret_key = await keep(known?.secret_key, { kind: 'psp', psp, livemode: false })
    demo.psps.push({ id: psp.id, name: psp.name, secret_key, merchants })
  }
  await writeDemo(file, demo)
  return demo
}

/**
 * What an installation that goes live must put away first: the demo's operator key lies in a file.
 * @returns a sentence for each
 */
export async function demoSecrets({
  queries,
  clock,
}: Pick<OfficeContext, 'queries' | 'clock'>): Promise<string[]> {
  const keys = await livingOperatorKeys(queries, keyName, clock.now())
  return keys.map(
    ({ id }) =>
      `Operator key ${id} was made for the demo: end it with \`npx switchyard key revoke ${id}\`.`,
  )
}

const keyName = 'demo'

async function foundBrand({ office, sealSecret }: DemoParts, brand: Brand): Promise<Row<'psps'>> {
  const psp =
    (await findSeededPsp(office.queries, brand.slug)) ??
    (await createPsp(office, { ...brand.psp, metadata: { demo: brand.slug } }))
  for (const [place, processor] of brand.processors.entries()) {
    const account = simulatedAccount(processor, brand)
    if (await hasAccount(office.queries, psp.id, account.name)) continue
    await createProcessorAccount(office, psp, { ...account, priority: place + 1 }, sealSecret)
  }
  return psp
}

/** Keeps a key that still works for its owner, and makes one otherwise. */
function keyKeeper(office: OfficeContext) {
  const directory = openDirectory(office.queries)

  async function works(keyText: string, owner: KeyOwner): Promise<boolean> {
    try {
      const caller = await authenticate(directory, { keyText, now: office.clock.now() })
      return caller.kind === owner.kind && holderOf(caller) === holderOf(owner)
    } catch (error) {
      if (error instanceof Problem) return false
      throw error
    }
  }

  return async (text: string | undefined, owner: KeyOwner): Promise<string> =>
    text !== undefined && (await works(text, owner))
      ? text
      : (await createKey(office, owner, { name: keyName })).text
}

function holderOf(of: Caller | KeyOwner): string {
  if ('merchant' in of) return of.merchant.id
  return 'psp' in of ? of.psp.id : 'operator'
}
