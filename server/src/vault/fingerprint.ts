import { createHmac, type KeyObject } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * Tells two cards apart without their numbers: sixteen base-62 digits (95 bits) of a keyed hash over the
 * whole number (PCI DSS 3.5.1.1). Equal within a PSP and mode, unrelated between them.
 */
export function fingerprintOf(key: KeyObject, number: string): string {
  const hash = createHmac('sha256', key).update(number).digest()
  return eightDigits(hash.readUIntBE(0, 6)) + eightDigits(hash.readUIntBE(6, 6))
}

/** 62^8 is just below 2^48, what fits in eight digits of a six-byte number. */
function eightDigits(value: number): string {
  let text = ''
  let rest = value
  for (let digit = 0; digit < 8; digit++) {
    text += alphabet[rest % 62]
    rest = Math.floor(rest / 62)
  }
  return text
}
