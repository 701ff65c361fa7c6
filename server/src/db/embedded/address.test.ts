import { Client } from 'pg'
import { expect, test } from 'vitest'
import { chooseAddress, serverUrl } from './address.ts'

test.each([
  [{ socketFolder: '/var/my data/ä%41+(1)' }, '/var/my data/ä%41+(1)', 5432],
  [{ port: 6543 }, '127.0.0.1', 6543],
])('pg and any other reader of URLs understand the URL of %j', (address, host, port) => {
  const url = serverUrl(address, 'a-b_c')
  expect(new Client(url)).toMatchObject({
    host,
    port,
    user: 'switchyard',
    password: 'a-b_c',
    database: 'switchyard',
  })
  expect(new URL(url).username).toBe('switchyard')
})

test.skipIf(process.platform === 'win32')('a socket is chosen where its path fits', async () => {
  const fitting = `/${'d'.repeat(84)}`
  expect(await chooseAddress(fitting)).toEqual({ socketFolder: fitting })
  expect(await chooseAddress(`${fitting}d`)).toEqual({ port: expect.any(Number) })
})
