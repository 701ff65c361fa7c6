import type { Problem } from '../kernel/index.ts'
import { shown } from '../tenants/index.ts'
import { refuse } from './errors.ts'
import type { SetupIntent } from './set-up-model.ts'
import { plainSetupIntent } from './set-up-rows.ts'

/** "You cannot cancel this SetupIntent because it has a status of succeeded.", with the intent. */
export function setupConflict(intent: SetupIntent, verb: string): Problem {
  const reason =
    verb === 'confirm' && intent.status === 'succeeded'
      ? 'it has already succeeded'
      : `it has a status of ${intent.status}`
  return refuse(
    'setup_intent_state_conflict',
    `You cannot ${verb} this SetupIntent because ${reason}.`,
    { setup_intent: shown('setup_intents', plainSetupIntent(intent)) },
  )
}
