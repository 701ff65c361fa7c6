import { ChangeRefused } from '../db/index.ts'
import { badParameter } from './errors.ts'
import { checkPricing, type Pricing } from './pricing.ts'

interface Checked {
  readonly name: string
  readonly baseUrl: string
  readonly priority: number
  readonly costs: Pricing
}

/** @throws {Problem} `parameter_invalid`, naming the field and what it may be */
export function checkProcessorAccount(
  { name, baseUrl, priority, costs }: Checked,
  livemode: boolean,
): void {
  checkBaseUrl(baseUrl, livemode)
  checkPricing(costs, 'costs')
  if (name.trim() === '') throw badParameter('name', 'A processor account has a name.')
  if (!Number.isInteger(priority) || priority < 0 || priority > 1_000_000) {
    throw badParameter('priority', 'A priority is a whole number from 0 to 1000000.')
  }
}

/**
 * Runs a write of a processor account.
 * @throws {Problem} `parameter_invalid` when another account of this PSP and mode has its name
 */
export async function withFreeName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof ChangeRefused && error.at === nameConstraint) {
      throw badParameter('name', 'Another processor account has this name.')
    }
    throw error
  }
}

const nameConstraint = 'processor_accounts_psp_id_livemode_name_key'

/** Test mode never reaches a real processor, and live mode never a simulator. */
function checkBaseUrl(text: string, livemode: boolean): void {
  const url = URL.parse(text)
  const here = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (livemode && (url?.protocol !== 'https:' || here)) {
    throw badParameter('base_url', "In live mode this is the processor's https:// address.")
  }
  if (!livemode && !(here || /^simulator:[a-z_]+(\/v\d+)?$/.test(text))) {
    throw badParameter(
      'base_url',
      "In test mode this is 'simulator:<processor>' (with its version, as in 'simulator:adyen/v71', where the processor has one in its address), or a simulator's address on this machine.",
    )
  }
}
