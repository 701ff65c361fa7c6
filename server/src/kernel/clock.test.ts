import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoTime } from './clock.ts'

test('a time is written as the language itself does', () => {
  const close = fc.tuple(fc.date({ noInvalidDate: true }), fc.integer({ min: -1_500, max: 1_500 }))
  fc.assert(
    fc.property(close, ([time, apart]) => {
      const times = [time, new Date(time.getTime() + apart)].filter(
        (at) => !Number.isNaN(at.getTime()),
      )
      expect(times.map(isoTime)).toEqual(times.map((at) => at.toISOString()))
    }),
  )
})

test('what is no time has no text', () => {
  expect(() => isoTime(new Date(Number.NaN))).toThrow(RangeError)
})
