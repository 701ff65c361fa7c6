import { expect, test } from 'vitest'
import { decodeForm, encodeForm } from './form.ts'

const plain = (text: string) => JSON.parse(JSON.stringify(decodeForm(text)))

test('brackets make objects and arrays, as every official client writes them', () => {
  expect(plain('a=1&b[c]=2&d[0]=3&d[1]=4&e[]=5&e[]=6&f[0][g]=7&h')).toEqual({
    a: '1',
    b: { c: '2' },
    d: ['3', '4'],
    e: ['5', '6'],
    f: [{ g: '7' }],
    h: '',
  })
})

test('numbers with a gap stay names, so that metadata keyed by number keeps its keys', () => {
  expect(plain('m[12]=x&m[7]=y')).toEqual({ m: { 7: 'y', 12: 'x' } })
  expect(plain('m[1]=x&m[0]=y')).toEqual({ m: ['y', 'x'] })
  expect(plain('0=x&1=y')).toEqual({ 0: 'x', 1: 'y' })
})

test('a key cannot reach a prototype', () => {
  const form = decodeForm('__proto__[polluted]=1&constructor[prototype][polluted]=1')
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  expect(Object.keys(form)).toEqual(['__proto__', 'constructor'])
})

test('what a form cannot say is refused, naming the key', () => {
  expect(() => decodeForm('a=1&a[b]=2')).toThrow("'a[b]' is given both")
  expect(() => decodeForm('a[b]=2&a=1')).toThrow("'a' is given both")
  expect(() => decodeForm('a[b][c]=2&a[b]=1')).toThrow("'a[b]' is given both")
  expect(() => decodeForm(`a${'[b]'.repeat(20)}=1`)).toThrow('nested too deep')
  expect(() => decodeForm('a=%zz')).toThrow('percent-encoded')
})

test('what is written is read back', () => {
  const value = { a: ['1', { b: 'x y&=%' }], c: { d: null }, e: undefined, f: new Date(5_000) }
  expect(plain(encodeForm(value))).toEqual({ a: ['1', { b: 'x y&=%' }], c: { d: '' }, f: '5' })
})
