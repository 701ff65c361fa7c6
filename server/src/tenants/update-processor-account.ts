import { onCurrentRows, type Row, write } from '../db/index.ts'
import type { Json } from '../kernel/index.ts'
import { checkProcessorAccount, withFreeName } from './check-processor-account.ts'
import { shown } from './context.ts'
import type { NewProcessorAccount, SealSecret } from './create-processor-account.ts'
import { type OfficeContext, officeChange } from './office.ts'
import { findProcessorAccount } from './store.ts'

/** What to change; what is left out stays. Credentials are replaced as a whole: nobody can see the old ones. */
export interface ProcessorAccountUpdate
  extends Partial<
    Pick<NewProcessorAccount, 'name' | 'baseUrl' | 'priority' | 'credentials' | 'costs'>
  > {
  /** A disabled account gets no new payments; what was begun there is finished there. */
  readonly status?: 'active' | 'disabled'
}

/**
 * Changes an account at a processor.
 * @throws {Problem} `parameter_invalid`, naming the field
 */
export function updateProcessorAccount(
  ctx: OfficeContext,
  id: string,
  update: ProcessorAccountUpdate,
  sealSecret: SealSecret,
): Promise<Row<'processor_accounts'>> {
  return withFreeName(() =>
    onCurrentRows(async () => {
      const current = await findProcessorAccount(ctx.queries, id)
      if (current === undefined) throw new Error(`There is no processor account ${id} to change.`)
      const account = updatedAccount(current, update, await sealed(current, update, sealSecret))
      const change = officeChange(account.merchant_id ?? account.psp_id, account.livemode, {
        replaces: [write('processor_accounts', account)],
      })
      await ctx.conclude(change, shown('processor_accounts', account))
      return account
    }),
  )
}

/** Pure: the row as it is after an update. */
function updatedAccount(
  current: Row<'processor_accounts'>,
  { name = current.name, baseUrl = current.base_url, ...update }: ProcessorAccountUpdate,
  credentials: string,
): Row<'processor_accounts'> {
  const { priority = current.priority, status = current.status, costs } = update
  checkProcessorAccount({ name, baseUrl, priority, costs: costs ?? [] }, current.livemode)
  return {
    ...current,
    version: current.version + 1,
    name: name.trim(),
    base_url: baseUrl,
    priority,
    status,
    credentials,
    costs: (costs as unknown as Json | undefined) ?? current.costs,
  }
}

async function sealed(
  { id, psp_id, livemode, credentials }: Row<'processor_accounts'>,
  update: ProcessorAccountUpdate,
  sealSecret: SealSecret,
): Promise<string> {
  if (update.credentials === undefined) return credentials
  return sealSecret({ pspId: psp_id, livemode }, id, JSON.stringify(update.credentials))
}
