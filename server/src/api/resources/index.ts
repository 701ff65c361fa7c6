import type { Resources } from '../server.ts'
import { countrySpecEndpoints } from './country_specs/routes.ts'
import { eventEndpoints } from './events/routes.ts'
import { eventKind } from './events/view.ts'

/** Every resource of the API: one line each for its endpoints and its kinds. */
export const resources: Resources = {
  endpoints: [...countrySpecEndpoints, ...eventEndpoints],
  kinds: [eventKind],
}
