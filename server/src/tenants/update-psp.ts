import { onCurrentRows, type Row, write } from '../db/index.ts'
import type { Json } from '../kernel/index.ts'
import { shown } from './context.ts'
import { checkPsp, type NewPsp } from './create-psp.ts'
import { mergeMetadata, type OfficeContext, officeChange } from './office.ts'
import { checkSettings, settingsOf } from './settings.ts'
import { findPsp } from './store.ts'

export type PspUpdate = Partial<NewPsp>

/**
 * Changes a PSP. A setting that is sent replaces the whole setting of that name.
 * @throws {Problem} `parameter_invalid`, naming the field
 */
export function updatePsp(ctx: OfficeContext, id: string, update: PspUpdate): Promise<Row<'psps'>> {
  return onCurrentRows(async () => {
    const current = await findPsp(ctx.queries, id)
    if (current === undefined) throw new Error(`There is no PSP ${id} to update.`)
    const psp = updatedPsp(current, update)
    const change = officeChange(id, true, { replaces: [write('psps', psp)] })
    await ctx.conclude(change, shown('psps', psp))
    return psp
  })
}

/** Pure: the row as it is after an update. */
function updatedPsp(current: Row<'psps'>, update: PspUpdate): Row<'psps'> {
  const { name = current.name, country = current.country, metadata } = update
  const settings = { ...settingsOf(current), ...update.settings }
  checkPsp({ name, country })
  checkSettings(settings)
  return {
    ...current,
    version: current.version + 1,
    name: name.trim(),
    country,
    settings: settings as unknown as Json,
    metadata:
      metadata === undefined
        ? current.metadata
        : mergeMetadata(current.metadata as Record<string, string>, metadata),
  }
}
