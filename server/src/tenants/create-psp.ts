import { type Row, write } from '../db/index.ts'
import { type Json, newId } from '../kernel/index.ts'
import { shown } from './context.ts'
import { merchantCountries } from './countries.ts'
import { type MadeKey, newKey } from './create-key.ts'
import { badParameter } from './errors.ts'
import { mergeMetadata, type OfficeContext, officeChange } from './office.ts'
import { checkSettings, defaultPspSettings, type PspSettings } from './settings.ts'

export interface NewPsp {
  /** The brand its merchants and their payers know. */
  readonly name: string
  /** ISO 3166, upper case. */
  readonly country: string
  /** What is left out has its default. */
  readonly settings?: Partial<PspSettings>
  readonly metadata?: Readonly<Record<string, string>> | null
}

/**
 * Founds a PSP. It has no key yet (`createKey`), no merchant and no processor account.
 * @throws {Problem} `parameter_invalid`, naming the field
 */
export async function createPsp(ctx: OfficeContext, input: NewPsp): Promise<Row<'psps'>> {
  const psp = newPsp(input, ctx.clock.now())
  const change = officeChange(psp.id, true, { inserts: [write('psps', psp)] })
  await ctx.conclude(change, shown('psps', psp))
  return psp
}

/**
 * Founds a PSP together with its first key, which is for test mode: one change, so that there is never a
 * PSP nobody can act for.
 * @throws {Problem} `parameter_invalid`, naming the field
 */
export async function createPspWithKey(
  ctx: OfficeContext,
  input: NewPsp,
): Promise<{ psp: Row<'psps'>; made: MadeKey }> {
  const now = ctx.clock.now()
  const psp = newPsp(input, now)
  const made = newKey({ kind: 'psp', psp, livemode: false }, {}, now)
  const change = officeChange(psp.id, false, {
    inserts: [write('psps', psp), write('api_keys', made.key)],
  })
  await ctx.conclude(change, shown('psps', psp))
  return { psp, made }
}

/** Pure: the row of a new PSP. */
function newPsp({ name, country, settings, metadata = null }: NewPsp, now: Date): Row<'psps'> {
  const whole = { ...defaultPspSettings, ...settings }
  checkPsp({ name, country })
  checkSettings(whole)
  return {
    id: newId('psp', now.getTime()),
    version: 1,
    name: name.trim(),
    country,
    created_at: now,
    settings: whole as unknown as Json,
    metadata: mergeMetadata({}, metadata),
  }
}

/** @throws {Problem} `parameter_invalid`, naming the field */
export function checkPsp({ name, country }: Pick<NewPsp, 'name' | 'country'>): void {
  if (name.trim() === '' || name.length > 100) {
    throw badParameter('name', 'A name has 1 to 100 characters.')
  }
  if (!merchantCountries.includes(country)) {
    throw badParameter(
      'country',
      `'${country}' is not a country a PSP can be in. There are: ${merchantCountries.join(', ')}.`,
    )
  }
}
