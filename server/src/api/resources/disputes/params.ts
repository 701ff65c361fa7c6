import { z } from 'zod'
import { datedListParams } from '../../list-params.ts'
import {
  boolean,
  clearable,
  id,
  metadata,
  optional,
  text,
  unsupported,
  unsupportedAll,
} from '../../wire/index.ts'
import { evidenceFiles, evidenceTexts } from './evidence.ts'

export const listDisputesQuery = z.strictObject({
  ...datedListParams,
  charge: optional(id('ch')),
  payment_intent: optional(id('pi')),
})

const texts = Object.fromEntries(
  Object.entries(evidenceTexts).map(([name, max]) => [name, optional(clearable(text({ max })))]),
)

export const updateDisputeBody = z.strictObject({
  evidence: optional(
    z.strictObject({
      ...texts,
      ...unsupportedAll(
        evidenceFiles,
        'Files are not passed on to processors yet: say it in text.',
      ),
      enhanced_evidence: optional(unsupported('Say it in the other fields.')),
    }),
  ),
  metadata: optional(metadata()),
  submit: optional(boolean()),
})
