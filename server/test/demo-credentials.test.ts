import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { seedDemo } from '../src/demo/index.ts'
import { adapterFor } from '../src/processors/index.ts'
import { openTestOffice } from './office.ts'

test('the demo’s credentials are what the processors’ adapters ask for', async () => {
  const { database, office } = await openTestOffice()
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-demo-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  const sealSecret = async (_scope: object, _recordId: string, text: string) => text
  await seedDemo({ office, sealSecret, dataDir, url: 'http://127.0.0.1:4242' })
  const rows = await database.system.selectFrom('processor_accounts').selectAll().execute()
  expect(rows.map(({ processor }) => processor).sort()).toEqual([
    ...['adyen', 'adyen', 'stripe', 'stripe'],
  ])
  for (const { processor, credentials } of rows) {
    expect(adapterFor(processor).checkCredentials(JSON.parse(credentials))).toEqual([])
  }
})
