import type { z } from 'zod'
import type { ChargeFields, ChargeUpdate } from '../../../payments/index.ts'
import { refuse } from '../../refusals.ts'
import { cardCommand } from '../sources/commands.ts'
import type { createChargeBody, updateChargeBody } from './params.ts'

/** A charge as the verb takes it: of a card, a source, or the customer's own. */
export function createCommand(body: z.output<typeof createChargeBody>): ChargeFields {
  const { card, source, ...rest } = body
  if (card !== undefined && source !== undefined) {
    throw refuse(
      'parameters_exclusive',
      'Received both card and source. Please provide only one of these parameters.',
      { param: 'source' },
    )
  }
  const given = card === undefined ? source : cardCommand(card)
  if (given === undefined && rest.customer === undefined) {
    throw refuse('parameter_missing', 'Must provide source or customer.')
  }
  return { ...rest, ...(given === undefined ? {} : { source: given }) }
}

export function updateCommand({
  fraud_details,
  ...rest
}: z.output<typeof updateChargeBody>): ChargeUpdate {
  if (fraud_details === undefined) return rest
  const { user_report } = fraud_details
  return { ...rest, fraud_details: user_report === null ? {} : { user_report } }
}
