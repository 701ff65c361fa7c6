import { type Row, type Write, write } from '../db/index.ts'
import { type Context, findOwn } from '../tenants/index.ts'
import { missing } from './errors.ts'
import type { SetupAttempt, SetupIntent } from './set-up-model.ts'

type Reader = Pick<Context, 'queries' | 'tenant'>

/** A stored setup intent with its details typed: they were written from that type. */
export function typedSetupIntent(row: Row<'setup_intents'>): SetupIntent {
  return row as unknown as SetupIntent
}

/** A stored attempt with its details typed. */
export function typedSetupAttempt(row: Row<'setup_attempts'>): SetupAttempt {
  return row as unknown as SetupAttempt
}

/** A typed setup intent as the database, events and views take it. */
export function plainSetupIntent(intent: SetupIntent): Row<'setup_intents'> {
  return intent as unknown as Row<'setup_intents'>
}

export function writeSetupIntent(intent: SetupIntent): Write {
  return write('setup_intents', plainSetupIntent(intent))
}

export function writeSetupAttempt(attempt: SetupAttempt): Write {
  return write('setup_attempts', attempt as unknown as Row<'setup_attempts'>)
}

/** @throws {Problem} `resource_missing` */
export async function getSetupIntent(ctx: Reader, id: string): Promise<SetupIntent> {
  const row = await findOwn(ctx, 'setup_intents', id)
  if (row === undefined) throw missing('setupintent', id, 'intent')
  return typedSetupIntent(row)
}

/** An attempt of this tenant, or undefined. */
export async function findSetupAttempt(ctx: Reader, id: string): Promise<SetupAttempt | undefined> {
  const row = await findOwn(ctx, 'setup_attempts', id)
  return row && typedSetupAttempt(row)
}
