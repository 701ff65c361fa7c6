/** How a card payment is to be taken; an option for cards overrides what the intent says for all methods. */
export interface CardOptions {
  readonly capture_method?: 'manual' | null
  readonly request_three_d_secure?: 'automatic' | 'any' | 'challenge'
  readonly setup_future_usage?: 'off_session' | 'on_session' | 'none' | null
  readonly request_extended_authorization?: 'if_available' | 'never'
  readonly request_incremental_authorization?: 'if_available' | 'never'
  readonly request_multicapture?: 'if_available' | 'never'
  readonly request_overcapture?: 'if_available' | 'never'
  readonly setup_credential_usage?: 'installment' | 'recurring' | 'unscheduled'
  readonly stored_credential_usage?: 'installment' | 'recurring' | 'unscheduled'
}
