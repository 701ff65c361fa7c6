import type { Ack } from './acks.ts'
import type { Evidence } from './evidence.ts'

/** Requests without a final answer, or with one that the plan does not allow. */
export function wrongAnswers({ unanswered, acks }: Evidence): string[] {
  const surprises = acks.flatMap((ack) =>
    ack.is === 'surprise' ? [`${ack.order} ${ack.what}`] : [],
  )
  return [...unanswered, ...surprises]
}

/** What a caller relied on, and is not so any more. */
export function contradictions(evidence: Evidence): string[] {
  const { testimonies, acks, books } = evidence
  const intents = new Map(testimonies.flatMap((all) => all.intents).map((each) => [each.id, each]))
  const refunds = new Map(testimonies.flatMap((all) => all.refunds).map((each) => [each.id, each]))
  const charged = new Set(books.map(({ reference }) => reference.split('.').at(-1)))
  const last = lastWords(acks)
  return [...twiceMade(evidence), ...acks.flatMap((ack) => contradiction(ack) ?? [])]

  function contradiction(ack: Ack): string | undefined {
    switch (ack.is) {
      case 'payment': {
        // Before its last word a payment may well move on.
        if (last.get(ack.order) !== ack && !isEnd(ack.status)) return undefined
        const now = intents.get(ack.intent)
        return now?.status === ack.status && now.amount_received === ack.received
          ? undefined
          : `${ack.intent} of ${ack.order} was ${ack.status} with ${ack.received} received, now ${now?.status ?? 'gone'} with ${now?.amount_received ?? 0n}`
      }
      case 'declined':
        return charged.has(ack.charge)
          ? `${ack.charge} of ${ack.order} was declined, and is charged`
          : undefined
      case 'refund': {
        const now = refunds.get(ack.refund)
        const stands = now?.status === ack.status || ack.status === 'pending'
        return stands && now?.amount === ack.amount
          ? undefined
          : `${ack.refund} of ${ack.order} was ${ack.status}, now ${now?.status ?? 'gone'}`
      }
      case 'surprise':
        return undefined
    }
  }
}

/** One order is one payment intent, however often its request was repeated. */
function twiceMade({ testimonies }: Evidence): string[] {
  const intents = testimonies.flatMap((all) => all.intents)
  return [...Map.groupBy(intents, ({ metadata }) => metadata['order'])]
    .filter(([, made]) => made.length > 1)
    .map(([order, made]) => `${order} was made ${made.length} times: ${made.map(({ id }) => id)}`)
}

function lastWords(acks: readonly Ack[]): Map<string, Ack> {
  return new Map(acks.filter(({ is }) => is === 'payment').map((ack) => [ack.order, ack] as const))
}

const isEnd = (status: string) => status === 'succeeded' || status === 'canceled'
