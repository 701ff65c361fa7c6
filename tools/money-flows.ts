import { formatDecimal, money } from '../server/src/kernel/index.ts'
import {
  type AccountName,
  accountNames,
  chart,
  type EntryKind,
  facts,
  type Posting,
} from '../server/src/ledger/index.ts'

const eur = (cents: number) => money(cents, 'eur')

interface Flow {
  /** When it happens, and what it means for whom. */
  readonly says: string
  readonly examples: readonly (readonly [string, readonly Posting[]])[]
}

/** Each kind of entry with examples, which the ledger's own functions post. */
const flows: Readonly<Record<EntryKind, Flow>> = {
  authorized: {
    says: 'The processor holds the money for us. It is a pending entry: nothing has moved, and what is held shows apart from what is there. A later entry settles it, at most once.',
    examples: [['A hold of 100.00', facts.authorized({ amount: eur(10_000) })]],
  },
  authorization_raised: {
    says: 'The processor agreed to hold more. The new total is held instead of the old one, in an entry that settles the one before.',
    examples: [
      [
        'Raised from 100.00 to 120.00',
        facts.authorizationRaised({ held: eur(10_000), total: eur(12_000) }),
      ],
    ],
  },
  authorization_released: {
    says: 'The hold ended without being captured: the payment was canceled, or the hold ran out.',
    examples: [['A hold of 100.00 let go', facts.authorizationReleased({ held: eur(10_000) })]],
  },
  captured: {
    says: 'Money is taken. The processor owes us the gross, the PSP has earned its price, and the merchant is owed the rest, from the moment the entry names (`available_at`). A capture in part posts what was taken and settles the whole hold; what was not taken never touches the book. What the PSP takes of this one payment beside its price (`application_fee_amount`) is posted apart, no more of it than was taken.',
    examples: [
      [
        '100.00 at 2.9 % + 0.30, without a hold before',
        facts.captured({ gross: eur(10_000), fee: eur(320) }),
      ],
      [
        '60.00 of a hold of 100.00, at 2.9 % + 0.30',
        facts.captured({ gross: eur(6_000), fee: eur(204), held: eur(10_000) }),
      ],
      [
        '100.00 at 2.9 % + 0.30, and 5.00 for the PSP',
        facts.captured({ gross: eur(10_000), fee: eur(320), applicationFee: eur(500) }),
      ],
    ],
  },
  processor_cost_accrued: {
    says: 'What the processor will charge the PSP for a capture, as far as its owner told us. Settlement corrects it.',
    examples: [['A cost of 0.85', facts.processorCostAccrued({ cost: eur(85) })]],
  },
  funds_available: {
    says: 'The day has come: what a merchant’s payments and refunds of one moment come to becomes theirs to use, as one entry. When refunds outweighed payments it is the other way round. The write refuses it unless it takes all there is, so nothing is ever released twice.',
    examples: [
      ['96.80 become available', facts.fundsAvailable({ amount: eur(9_680) })],
      [
        'A payment refunded whole before its day: our price is owed',
        facts.fundsAvailable({ amount: eur(-320) }),
      ],
    ],
  },
  refunded: {
    says: 'Money is given back. It leaves the merchant’s funds before the processor is asked, so that it cannot be promised twice: out of the pending funds of the payment until its day has come, out of available ones from then on, where it is refused rather than overdrawn. Our price is not returned. The PSP’s application fee is, in proportion to the refund, when the PSP says so (`refund_application_fee`).',
    examples: [
      [
        '25.00 before the payment’s day',
        facts.refunded({ amount: eur(2_500), from: 'merchant_pending' }),
      ],
      ['25.00 after it', facts.refunded({ amount: eur(2_500), from: 'merchant_available' })],
      [
        '25.00 of 100.00, with its part of the PSP’s 5.00',
        facts.refunded({
          ...{ amount: eur(2_500), from: 'merchant_available' },
          applicationFee: eur(125),
        }),
      ],
    ],
  },
  refund_failed: {
    says: 'A refund did not reach the payer: the money goes back to the funds it came from.',
    examples: [
      [
        '25.00 back to available funds',
        facts.refundFailed({ amount: eur(2_500), from: 'merchant_available' }),
      ],
    ],
  },
  dispute_opened: {
    says: 'A chargeback: the money leaves at once, with the PSP’s dispute fee, also when that overdraws the merchant. An inquiry moves nothing until it becomes one.',
    examples: [
      [
        '100.00 charged back, fee 15.00',
        facts.disputeOpened({ amount: eur(10_000), fee: eur(1_500) }),
      ],
      [
        'Won, and charged back a second time: no second fee',
        facts.disputeOpened({ amount: eur(10_000) }),
      ],
    ],
  },
  dispute_won: {
    says: 'The dispute was won: the money comes back, the fee does not. A dispute that is lost changes nothing more.',
    examples: [['100.00 won back', facts.disputeWon({ amount: eur(10_000) })]],
  },
}

/** One payment from its hold to a dispute won, in steps. */
const story: readonly (readonly [EntryKind, string, readonly Posting[]])[] = [
  ['authorized', '100.00 held', facts.authorized({ amount: eur(10_000) })],
  [
    'captured',
    '100.00 taken',
    facts.captured({ gross: eur(10_000), fee: eur(320), held: eur(10_000) }),
  ],
  ['processor_cost_accrued', '0.85', facts.processorCostAccrued({ cost: eur(85) })],
  [
    'refunded',
    '25.00 the same day',
    facts.refunded({ amount: eur(2_500), from: 'merchant_pending' }),
  ],
  ['funds_available', 'two days later', facts.fundsAvailable({ amount: eur(7_180) })],
  ['refunded', '10.00 more', facts.refunded({ amount: eur(1_000), from: 'merchant_available' })],
  [
    'refund_failed',
    'the 10.00 come back',
    facts.refundFailed({ amount: eur(1_000), from: 'merchant_available' }),
  ],
  ['dispute_opened', '75.00', facts.disputeOpened({ amount: eur(7_500), fee: eur(1_500) })],
  ['dispute_won', '75.00', facts.disputeWon({ amount: eur(7_500) })],
]

const intro = `# Money flows

Every business fact and what it posts. The tables are made by the ledger's own functions
(\`server/src/ledger/facts.ts\`) through \`npm run generate\`, and \`npm run check\` compares them, so this page
cannot say anything else than the code does.

A fact is one journal entry: an immutable row, in one currency, whose debits equal its credits. Each account has
four counters that only grow: debits and credits, posted and pending. *Held* marks pending lines: they count apart
and move nothing. A correction is another entry.`

/** The text of docs/money-flows.md. */
export function moneyFlows(): string {
  return [
    intro,
    '## Accounts',
    accountsTable(),
    ...Object.entries(flows).map(([kind, flow]) => section(kind, flow)),
    '## One payment, all the way',
    'What each account comes to after each entry. *Out of balance* is what debit accounts and credit accounts differ by.',
    storyTable(),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n')
}

function accountsTable(): string {
  const movedBy = (account: AccountName) =>
    Object.entries(flows)
      .filter(([, { examples }]) =>
        examples.some(([, postings]) => postings.some((posting) => posting.account === account)),
      )
      .map(([kind]) => `[${kind}](#${kind})`)
  return markdown(
    ['account', 'grows on', 'what it holds', 'moved by'],
    accountNames.map((account) => [
      `\`${account}\``,
      chart[account].normal,
      chart[account].meaning,
      movedBy(account).join(', ') || 'nothing yet',
    ]),
  )
}

function section(kind: string, { says, examples }: Flow): string {
  const tables = examples.map(([title, postings]) => {
    const rows = postings.map(({ account, side, amount, phase }) => {
      const name = phase === 'pending' ? `${account} (held)` : account
      const text = formatDecimal(amount)
      return side === 'debit' ? [name, text, ''] : [name, '', text]
    })
    return markdown([`${title}`, 'debit', 'credit'], rows, [1, 2])
  })
  return [`## ${kind}`, says, ...tables].join('\n\n')
}

function storyTable(): string {
  const touched = accountNames.filter((account) =>
    story.some(([, , postings]) => postings.some((posting) => posting.account === account)),
  )
  const balances = new Map<AccountName, bigint>()
  let held = 0n
  const rows = story.map(([kind, title, postings]) => {
    for (const { account, side, amount, phase } of postings) {
      const moved = side === chart[account].normal ? amount.amount : -amount.amount
      if (phase === 'posted') balances.set(account, (balances.get(account) ?? 0n) + moved)
      else if (account === 'processor_clearing') held += moved
    }
    const total = touched.reduce((sum, account) => {
      const balance = balances.get(account) ?? 0n
      return chart[account].normal === 'debit' ? sum + balance : sum - balance
    }, 0n)
    const amounts = [held, ...touched.map((account) => balances.get(account) ?? 0n), total]
    return [`${kind}: ${title}`, ...amounts.map((amount) => formatDecimal(money(amount, 'eur')))]
  })
  const heads = ['', 'held', ...touched, 'out of balance']
  return markdown(heads, rows, heads.map((_, column) => column).slice(1))
}

/** @param right the columns whose cells stand at the right */
function markdown(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(heads),
    line(heads.map((_, column) => (right.includes(column) ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n')
}
