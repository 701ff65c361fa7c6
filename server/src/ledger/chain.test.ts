import { expect, test } from 'vitest'
import { type ChainedEntry, chain, genesis, markOf } from './chain.ts'

const entry: ChainedEntry = {
  ...{ merchant_id: 'acct_1', livemode: true, seq: '1', id: 'je_1', kind: 'captured' },
  ...{ currency: 'eur', accounts: ['bank', 'processor_clearing'], posted: ['5', '-5'] },
  ...{ pending: ['0', '0'], source_id: 'ch_1', resolves: null, available_at: null },
  effective_at: '2026-01-02T03:04:05.678000Z',
  created_at: '2026-01-02T03:04:05.678000Z',
  description: null,
}

test('what was sealed years ago still has the hash it had', () => {
  // printf %s 000…000 '{"accounts":["bank","processor_clearing"],"available_at":null,…}' | sha256sum
  expect(chain(genesis, entry)).toBe(
    '1e198762e73b4530cc72fcfbc782719f105eb2d5c27e0552ae0012f71018900c',
  )
})

test('the order in which columns are read is no part of the hash', () => {
  const turned = Object.fromEntries(Object.entries(entry).reverse()) as unknown as ChainedEntry
  expect(chain(genesis, turned)).toBe(chain(genesis, entry))
})

test.for(Object.keys(entry) as (keyof ChainedEntry)[])('%s is part of the hash', (column) => {
  const value = entry[column]
  const other = Array.isArray(value) ? ['6', '-6'] : value === null ? 'x' : `${value}x`
  expect(chain(genesis, { ...entry, [column]: other })).not.toBe(chain(genesis, entry))
})

test('a hash covers all that came before', () => {
  const one = chain(genesis, entry)
  expect(chain(one, entry)).not.toBe(one)
  expect(markOf(one)).toBe(one.slice(0, 16))
})
