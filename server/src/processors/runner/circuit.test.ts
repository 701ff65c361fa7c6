import { expect, test } from 'vitest'
import { createCircuit, defaultCircuitLimits, type Permit } from './circuit.ts'

function at(limits: Partial<typeof defaultCircuitLimits> = {}) {
  let now = Date.parse('2026-01-01T00:00:00Z')
  const circuit = createCircuit(
    { now: () => new Date(now) },
    { ...defaultCircuitLimits, ...limits },
  )
  const admitted = (): Permit => {
    const permit = circuit.admit()
    if (permit === undefined) throw new Error('not admitted')
    return permit
  }
  return {
    circuit,
    admitted,
    pass: (ms: number) => {
      now += ms
    },
    answer: (...results: boolean[]) => {
      for (const succeeded of results) admitted().settle(succeeded)
    },
  }
}

test('failures in a row open it; one success between them starts the count again', () => {
  const { circuit, answer } = at({ failuresInARow: 3 })
  answer(false, false, true, false, false)
  expect(circuit.state).toBe('closed')
  answer(false)
  expect(circuit.state).toBe('open')
  expect(circuit.admit()).toBeUndefined()
})

test('half of many failing opens it, half of a few does not, and old failures are forgotten', () => {
  const { circuit, answer, pass } = at({ minimumAsks: 10, failedShare: 0.5, windowMs: 1_000 })
  answer(false, true, false, true, false, true, false, true)
  expect(circuit.state).toBe('closed')
  pass(1_000)
  answer(false, true)
  expect(circuit.state).toBe('closed')
  expect(circuit.recent).toEqual({ asked: 2, failed: 1 })
  answer(false, true, false, true, false, true, false, true)
  expect(circuit.state).toBe('open')
})

test('asks that hang open it long before their deadline', () => {
  const { circuit, admitted, pass } = at({ failuresInARow: 3, slowMs: 1_000 })
  for (let ask = 0; ask < 3; ask += 1) admitted()
  pass(999)
  expect(circuit.state).toBe('closed')
  pass(1)
  expect(circuit.state).toBe('open')
})

test('a few that hang among many that succeed do not open it', () => {
  const { circuit, admitted, answer, pass } = at({ failuresInARow: 3, slowMs: 1_000 })
  for (let ask = 0; ask < 2; ask += 1) admitted()
  pass(1_500)
  answer(true)
  admitted()
  pass(1_000)
  expect(circuit.state).toBe('closed')
})

test('half-open lets one probe through at a time, and a failed probe opens it again', () => {
  const { circuit, admitted, answer, pass } = at({ failuresInARow: 1, openMs: 1_000 })
  answer(false)
  pass(1_000)
  expect(circuit.state).toBe('half_open')
  const probe = admitted()
  expect(circuit.admit()).toBeUndefined()
  probe.settle(false)
  expect(circuit.state).toBe('open')
  pass(1_000)
  answer(true)
  expect(circuit.state).toBe('closed')
})

test('a probe that hangs opens it again and does not stand in the way of the next', () => {
  const { circuit, admitted, pass, answer } = at({ failuresInARow: 1, openMs: 500, slowMs: 1_000 })
  answer(false)
  pass(500)
  const hanging = admitted()
  pass(1_000)
  expect(circuit.state).toBe('open')
  pass(500)
  const next = admitted()
  hanging.settle(true)
  expect(circuit.state).toBe('half_open')
  next.settle(true)
  expect(circuit.state).toBe('closed')
})

test('an answer to what was asked before it opened neither closes it nor counts later', () => {
  const { circuit, admitted, answer, pass } = at({ failuresInARow: 1, openMs: 1_000 })
  const early = admitted()
  answer(false)
  early.settle(true)
  expect(circuit.state).toBe('open')
  pass(1_000)
  answer(true)
  expect(circuit.recent).toEqual({ asked: 0, failed: 0 })
})

test('a clock set back does not hold it open', () => {
  const { circuit, answer, pass } = at({ failuresInARow: 1 })
  answer(false)
  pass(-3_600_000)
  expect(circuit.state).toBe('half_open')
})
