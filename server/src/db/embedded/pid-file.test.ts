import { expect, test } from 'vitest'
import { parsePidFile } from './pid-file.ts'

const file = (...lines: string[]) => `${lines.join('\n')}\n`

test.each([
  ['', undefined],
  [file('41'), { pid: 41, address: undefined, ready: false }],
  [
    file('41', '/d', '1790000000', '5432', '/d', '', '  99  1', 'starting'),
    { pid: 41, address: { socketFolder: '/d' }, ready: false },
  ],
  [
    file('41', '/d', '1790000000', '6001', '', '127.0.0.1', '  99  1', 'ready   '),
    { pid: 41, address: { port: 6001 }, ready: true },
  ],
  [file('-41', '/d'), { pid: 41, address: undefined, ready: false }],
])('postmaster.pid %j', (text, expected) => {
  expect(parsePidFile(text)).toEqual(expected)
})
