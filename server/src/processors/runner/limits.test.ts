import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { account, echo, http, listen, runnerWith } from './test-bed.ts'

test('an account that hangs takes its own places only; another one never notices', async () => {
  const held = new Set<() => void>()
  let released = false
  const hanging = account(
    await http((_request, response) => {
      if (released) response.end()
      else held.add(() => response.end())
    }),
    'pa_hanging',
  )
  const healthy = account(await http((_request, response) => response.end('ok')), 'pa_healthy')
  const runner = runnerWith({ limits: { concurrent: 4, waiting: 8 } })
  const stuck = Array.from({ length: 20 }, () => runner.ask(hanging, echo, {}))
  let answered = 0
  for (const ask of stuck) ask.then(({ outcome }) => outcome === 'told' && answered++)

  for (let round = 0; round < 50; round += 1) {
    expect(await runner.ask(healthy, echo, {})).toMatchObject({ outcome: 'told' })
  }
  expect(answered).toBe(0)
  expect(runner.health('pa_hanging')).toMatchObject({ inFlight: 4, waiting: 8 })
  expect(runner.health('pa_healthy')).toMatchObject({ inFlight: 0, waiting: 0 })

  released = true
  for (const release of held) release()
  const answers = await Promise.all(stuck)
  expect(answers.filter(({ outcome }) => outcome === 'told')).toHaveLength(12)
  expect(answers.slice(12)).toEqual(
    Array(8).fill({
      outcome: 'not_sent',
      reason: 'too many asks are waiting for this account',
    }),
  )
})

test('an ask that finds no free place in half its time is not_sent', async () => {
  const url = await http(() => {})
  const runner = runnerWith({ limits: { concurrent: 1 } })
  const first = runner.ask(account(url), echo, {}, { deadlineMs: 1_000 })
  expect(await runner.ask(account(url), echo, {}, { deadlineMs: 100 })).toEqual({
    outcome: 'not_sent',
    reason: 'no connection was free in half the time there was',
  })
  expect(runner.health('pa_1')).toMatchObject({ inFlight: 1, waiting: 0 })
  expect(await first).toMatchObject({ outcome: 'unknown' })
})

test('a circuit opened by failures answers not_sent at once, and one probe closes it again', async () => {
  let now = Date.parse('2026-01-01T00:00:00Z')
  let healthy = false
  let requests = 0
  const url = await http((_request, response) => {
    requests += 1
    response.statusCode = healthy ? 200 : 500
    response.end()
  })
  const runner = runnerWith({
    clock: { now: () => new Date(now) },
    circuit: { failuresInARow: 3, openMs: 5_000 },
  })
  const ask = () => runner.ask(account(url), echo, {})
  for (let round = 0; round < 3; round += 1) expect(await ask()).toMatchObject({ outcome: 'told' })
  expect(await ask()).toEqual({
    outcome: 'not_sent',
    reason: 'the circuit to echo is open after repeated failures',
  })
  expect(requests).toBe(3)
  expect(runner.health('pa_1').circuit).toBe('open')

  now += 5_000
  healthy = true
  expect(runner.health('pa_1').circuit).toBe('half_open')
  expect(await ask()).toMatchObject({ outcome: 'told', response: { status: 200 } })
  expect(runner.health('pa_1').circuit).toBe('closed')
  expect(requests).toBe(4)
})

test('closing lets what is under way finish and refuses what comes after', async () => {
  const server = createServer()
  const url = `http://127.0.0.1:${await listen(server)}`
  const arrival = once(server, 'request')
  const runner = runnerWith()
  const underway = runner.ask(account(url), echo, {})
  const [, response] = (await arrival) as Parameters<RequestListener>
  const closing = runner.close()
  expect(await runner.ask(account(url), echo, {})).toEqual({
    outcome: 'not_sent',
    reason: 'the server is shutting down',
  })
  response.end('done')
  expect(await underway).toMatchObject({ outcome: 'told', response: { body: 'done' } })
  await closing
})

test('a transport of the caller replaces HTTP and obeys the same rules', async () => {
  const runner = runnerWith({
    transport: async (request, { credentials }) => ({
      status: 200,
      headers: {},
      body: `${request.path} ${Object.keys(credentials)}`,
    }),
  })
  expect(await runner.ask(account('https://nowhere.invalid'), echo, {})).toMatchObject({
    outcome: 'told',
    response: { body: '/payments apiKey' },
  })
})

test('accounts past the limit are closed when idle and open again when asked', async () => {
  const url = await http((_request, response) => response.end('ok'))
  const runner = runnerWith({ openAccounts: 2 })
  for (const id of ['pa_1', 'pa_2', 'pa_3', 'pa_1']) {
    expect(await runner.ask(account(url, id), echo, {})).toMatchObject({ outcome: 'told' })
  }
  expect(runner.health('pa_2').recent.asked).toBe(0)
  expect(runner.health('pa_3').recent.asked).toBe(1)
})

test('an account whose address changes is asked at the new one', async () => {
  const first = await http((_request, response) => response.end('first'))
  const second = await http((_request, response) => response.end('second'))
  const runner = runnerWith()
  expect(await runner.ask(account(first), echo, {})).toMatchObject({ response: { body: 'first' } })
  expect(await runner.ask(account(second), echo, {})).toMatchObject({
    response: { body: 'second' },
  })
})
