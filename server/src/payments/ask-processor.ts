import { crashPoint } from '../kernel/index.ts'
import { adapterFor, type NotSent, type Operation, type Unknown } from '../processors/index.ts'
import type { OpenAccount, PaymentContext } from './context.ts'

/**
 * Asks once, within the processor's own deadline. What is asked has been written down; the answer is written
 * down by the caller.
 */
export async function askProcessor<A, R extends { readonly outcome: string }>(
  { runner }: Pick<PaymentContext, 'runner'>,
  account: OpenAccount,
  operation: Operation<A, R>,
  ask: A,
): Promise<R | NotSent | Unknown> {
  const { deadlineMs } = adapterFor(account.processor).capabilities
  crashPoint('asking_written')
  const answer = await runner.ask(account, operation, ask, { deadlineMs })
  crashPoint('answered')
  return answer
}
