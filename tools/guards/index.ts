import { deadCode } from './dead-code.ts'
import { drift } from './drift.ts'
import { forbiddenText } from './forbidden-text.ts'
import { imports } from './imports.ts'
import { lint } from './lint.ts'
import { sourceSize } from './source-size.ts'
import { types } from './types.ts'
import type { Guard } from './verdict.ts'

/** Every guard by the name it is called by, the slowest first so that none is waited for alone. */
export const guards: Readonly<Record<string, Guard>> = {
  types,
  lint,
  imports,
  'dead-code': deadCode,
  drift,
  'source-size': sourceSize,
  'forbidden-text': forbiddenText,
}

export type { Guard } from './verdict.ts'
