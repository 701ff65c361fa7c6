/*
 * What may happen to each thing, as tables: status → event → next status. The tests print them whole and
 * the console reads them to know which buttons to show. What a table does not list cannot happen.
 */

/** A payment intent's statuses are Stripe's. `processing` also covers a capture or void whose answer is awaited. */
export const intentTransitions = {
  requires_payment_method: {
    method_given: 'requires_confirmation',
    ask: 'processing',
    cancel: 'canceled',
  },
  requires_confirmation: {
    method_given: 'requires_confirmation',
    method_removed: 'requires_payment_method',
    ask: 'processing',
    cancel: 'canceled',
  },
  requires_action: {
    ask: 'processing',
    authorized: 'requires_capture',
    captured: 'succeeded',
    declined: 'requires_payment_method',
    cancel: 'canceled',
  },
  processing: {
    ask: 'processing',
    action_required: 'requires_action',
    authorized: 'requires_capture',
    captured: 'succeeded',
    declined: 'requires_payment_method',
    kept: 'requires_capture',
    released: 'requires_confirmation',
    cancel: 'canceled',
  },
  requires_capture: {
    ask: 'processing',
    captured: 'succeeded',
    cancel: 'canceled',
  },
  succeeded: {},
  canceled: {},
} as const

/** One try at one processor. `unknown` is a status of its own: nothing new may start until it is proven. */
export const attemptTransitions = {
  asking: {
    approved: 'authorized',
    approved_and_captured: 'captured',
    declined: 'declined',
    action_required: 'requires_action',
    accepted: 'pending',
    lost: 'unknown',
  },
  unknown: {
    approved: 'authorized',
    approved_and_captured: 'captured',
    declined: 'declined',
    action_required: 'requires_action',
    accepted: 'pending',
    lost: 'unknown',
  },
  pending: {
    approved: 'authorized',
    approved_and_captured: 'captured',
    declined: 'declined',
    action_required: 'requires_action',
    accepted: 'pending',
    lost: 'pending',
  },
  requires_action: {
    ask: 'asking',
    approved: 'authorized',
    approved_and_captured: 'captured',
    declined: 'declined',
    abandoned: 'voided',
  },
  authorized: { captured: 'captured', voided: 'voided', expired: 'expired' },
  captured: {},
  declined: {},
  voided: { approved: 'authorized', approved_and_captured: 'captured' },
  expired: {},
} as const

/** A capture, void or raised authorization. */
export const modificationTransitions = {
  asking: { approved: 'succeeded', declined: 'failed', accepted: 'pending', lost: 'unknown' },
  unknown: { approved: 'succeeded', declined: 'failed', accepted: 'pending', lost: 'unknown' },
  pending: { approved: 'succeeded', declined: 'failed', accepted: 'pending', lost: 'pending' },
  succeeded: {},
  failed: {},
} as const

/** A refund may fail after it succeeded: the payer's bank sends the money back. */
export const refundTransitions = {
  asking: { approved: 'succeeded', declined: 'failed', accepted: 'pending', lost: 'unknown' },
  unknown: { approved: 'succeeded', declined: 'failed', accepted: 'pending', lost: 'unknown' },
  pending: { approved: 'succeeded', declined: 'failed', accepted: 'pending', lost: 'pending' },
  succeeded: { declined: 'failed' },
  failed: {},
  canceled: {},
} as const

type Machine = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * The status after an event, or undefined when the event may not happen in this status.
 * @param machine one of the tables above
 */
export function next<M extends Machine>(
  machine: M,
  status: string,
  event: EventOf<M>,
): StatusOf<M> | undefined {
  return machine[status]?.[event] as StatusOf<M> | undefined
}

/**
 * An intent's status after an event that a processor brought: what is canceled stays canceled, even when
 * the payer was quicker than we were. @throws {Error} when the event cannot happen
 */
export function intentAfter(
  status: string,
  event: EventOf<typeof intentTransitions>,
): StatusOf<typeof intentTransitions> {
  return status === 'canceled' ? 'canceled' : must(intentTransitions, status, event)
}

/** Like `next`, where code has made sure that the event may happen. @throws {Error} when it may not: a bug */
export function must<M extends Machine>(
  machine: M,
  status: string,
  event: EventOf<M>,
): StatusOf<M> {
  const after = next(machine, status, event)
  if (after === undefined) throw new Error(`'${event}' cannot happen in status '${status}'.`)
  return after
}

/** A machine as a table: every status against every event, `·` where it cannot happen. */
export function printMachine(machine: Machine): string {
  const statuses = Object.keys(machine)
  const events = [
    ...new Set(statuses.flatMap((status) => Object.keys(machine[status] ?? {}))),
  ].sort()
  const rows = [
    ['', ...events],
    ...statuses.map((status) => [
      status,
      ...events.map((event) => machine[status]?.[event] ?? '·'),
    ]),
  ]
  const widths = ['', ...events].map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

type StatusOf<M extends Machine> = keyof M & string
type EventOf<M extends Machine> = { [S in keyof M]: keyof M[S] & string }[keyof M]
