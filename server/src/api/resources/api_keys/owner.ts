import type { KeyOwner } from '../../../tenants/index.ts'
import type { OperatorContext, PspContext } from '../../context.ts'
import { find } from '../../find.ts'
import { refuse } from '../../refusals.ts'
import { accountKind } from '../accounts/view.ts'
import { pspKind } from '../psps/view.ts'

/** Whose key is wanted, as a request says it. */
export interface WantedOwner {
  readonly account?: string
  readonly psp?: string
  readonly type?: 'secret' | 'publishable' | 'restricted'
  readonly livemode?: boolean
}

/**
 * Whose key a request makes: a PSP makes its own and its merchants', in its own mode; an operator makes PSPs'.
 * @throws {Problem} `parameter_missing`, `parameter_invalid` for what this caller cannot choose,
 * `resource_missing`
 */
export async function keyOwner(
  ctx: PspContext | OperatorContext,
  { account, psp, type = 'secret', livemode }: WantedOwner,
): Promise<KeyOwner> {
  if (ctx.caller.as === 'operator') {
    if (account !== undefined) throw notYours('account', "A merchant's keys are made by its PSP.")
    if (psp === undefined) {
      throw refuse('parameter_missing', 'Missing required param: psp.', { param: 'psp' })
    }
    requireSecret(type)
    const owner = await find(ctx as OperatorContext, pspKind, psp, 'psp')
    return { kind: 'psp', psp: owner, livemode: livemode ?? false }
  }
  if (psp !== undefined) throw notYours('psp', "Leave it out: your keys make your own PSP's.")
  if (livemode !== undefined && livemode !== ctx.caller.livemode) {
    throw notYours('livemode', 'A key makes keys of its own mode.')
  }
  const mode = ctx.caller.livemode
  if (account === undefined) {
    requireSecret(type)
    return { kind: 'psp', psp: ctx.caller.psp, livemode: mode }
  }
  const merchant = await find(ctx as PspContext, accountKind, account, 'account')
  return { kind: type, merchant, livemode: mode }
}

function requireSecret(type: string): void {
  if (type !== 'secret') throw notYours('type', "A PSP's own key is secret.")
}

function notYours(param: string, message: string) {
  return refuse('parameter_invalid', message, { param })
}
