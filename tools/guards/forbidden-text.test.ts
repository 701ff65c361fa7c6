import { expect, test } from 'vitest'
import { problems } from './fixture.ts'

const planted = {
  'README.md': 'Start it.\nTODO: say how.\nIt lies in /work/main/server.\n',
  'server/migrations/0001_start.sql': '-- FIXME the index\n',
  'server/src/ledger/loud.ts': `console.log('hello')\nexport const loose = {} as any\n// @ts-ignore\n`,
  'drill/main.ts': [
    `try { start() } catch {}`,
    `try { start() } catch (error) { }`,
    `try { start() } catch { /* it was running */ }`,
    `await stop().catch(() => {})`,
  ].join('\n'),
  'server/src/ledger/cents.ts': [
    `export const read = (text: string) => parseFloat(text)`,
    `export const show = (euros: number) => euros.toFixed(2)`,
    `export const fee = (amount: number) => Math.round(amount * 0.029)`,
    `export const seconds = (elapsedMs: number) => Math.round(elapsedMs / 1000)`,
  ].join('\n'),
  'server/test/one.test.ts': `test.only('alone', () => {})\ndescribe.concurrent.only('alone', () => {})\n`,
  'package-lock.json': `{ "resolved": "https://registry.example.com/pg" }\n`,
  'bench/main.ts': `console.log((0.5).toFixed(1))\n`,
}

test('each word is refused where it is out of place, with what to do instead', async () => {
  expect((await problems('forbidden-text', planted)).join('\n')).toMatchInlineSnapshot(`
    "unfinished: README.md:2 has TODO; finish it, or open an issue
    machine-path: README.md:3 has /work/; resolve the path from the checkout
    swallowed-error: drill/main.ts:1 has catch {}; handle it, or say inside the block why nothing is lost
    swallowed-error: drill/main.ts:2 has catch (error) { }; handle it, or say inside the block why nothing is lost
    swallowed-error: drill/main.ts:4 has .catch(() => {}); handle it, or say inside the block why nothing is lost
    registry-host: package-lock.json:1 has registry.example.com; name the package; where it comes from is the choice of whoever installs
    unfinished: server/migrations/0001_start.sql:1 has FIXME; finish it, or open an issue
    float-near-money: server/src/ledger/cents.ts:1 has parseFloat; amounts are bigint minor units; kernel rounds and prints them
    float-near-money: server/src/ledger/cents.ts:2 has .toFixed(; amounts are bigint minor units; kernel rounds and prints them
    float-near-money: server/src/ledger/cents.ts:3 has Math.round(amount; amounts are bigint minor units; kernel rounds and prints them
    console: server/src/ledger/loud.ts:1 has console.log; log through pino, print through the CLI
    silenced-types: server/src/ledger/loud.ts:2 has as any; parse the value, or say its type
    silenced-types: server/src/ledger/loud.ts:3 has @ts-ignore; parse the value, or say its type
    focused-test: server/test/one.test.ts:1 has test.only; let every test run
    focused-test: server/test/one.test.ts:2 has describe.concurrent.only; let every test run"
  `)
})
