import { expect, test } from 'vitest'
import { parsePasswd, permissions } from './os-user.ts'

test('users are read from /etc/passwd, whatever else is in it', () => {
  const text = [
    'root:x:0:0:root:/root:/bin/bash',
    '# a comment',
    '+@netgroup',
    '',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  ].join('\n')
  expect(parsePasswd(text)).toEqual([
    { name: 'root', uid: 0, gid: 0 },
    { name: 'nobody', uid: 65534, gid: 65534 },
  ])
})

test('an owner has the owner bits, a group the group bits, all others the last three', () => {
  const file = { mode: 0o40_741, uid: 7, gid: 8 }
  const may = (uid: number, gid: number) => permissions(file, { name: 'x', uid, gid })
  expect([may(7, 8), may(9, 8), may(9, 9)]).toEqual([7, 4, 1])
})
