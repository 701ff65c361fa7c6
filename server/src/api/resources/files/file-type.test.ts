import { expect, test } from 'vitest'
import { fileTypeOf } from './file-type.ts'

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]

test.each<[string, string | readonly number[], string | undefined]>([
  ['a.pdf', '%PDF-1.7\n…', 'pdf'],
  ['a.exe', '%PDF-1.7\n…', 'pdf'],
  ['a.pdf', 'MZ…', undefined],
  ['a.png', png, 'png'],
  ['a.png', png.slice(0, 7), undefined],
  ['', [0xff, 0xd8, 0xff, 0xe0], 'jpg'],
  ['a.gif', 'GIF89a…', 'gif'],
  ['a.gif', 'GIF88a…', undefined],
  ['a.docx', 'PK\u0003\u0004…', 'docx'],
  ['a.XLSX', 'PK\u0003\u0004…', 'xlsx'],
  ['a.zip', 'PK\u0003\u0004…', undefined],
  ['a.csv', 'namn;belopp\r\nÅsa;1\t\n', 'csv'],
  ['a.csv', 'name\u0000', undefined],
  ['a.csv', [0x61, 0xff], undefined],
  ['a.html', '<script>', undefined],
  ['a.svg', '<svg>', undefined],
  ['', '', undefined],
])('%s that begins with %j is %s', (name, content, type) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)
  expect(fileTypeOf(bytes, name)).toBe(type)
})
