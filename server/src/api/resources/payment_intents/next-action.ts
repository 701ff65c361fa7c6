import type { Intent } from '../../../payments/index.ts'
import type { WireObject } from '../../kinds.ts'

/**
 * What the payer must do: go to a page and come back to the merchant's, where one was named, else whatever
 * the merchant's front end does with the page's address.
 */
export function nextAction({ details, open_attempt_id }: Intent): WireObject | null {
  const { next_action: action, return_url } = details
  if (action === null) return null
  if (return_url !== null && !details.use_stripe_sdk) {
    return { type: 'redirect_to_url', redirect_to_url: { return_url, url: action.url } }
  }
  return {
    type: 'use_stripe_sdk',
    use_stripe_sdk: {
      source: open_attempt_id?.replace(/^ch_/, 'src_') ?? null,
      stripe_js: action.url,
      type: 'three_d_secure_redirect',
    },
  }
}
