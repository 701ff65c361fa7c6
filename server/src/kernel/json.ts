declare global {
  interface BigInt {
    /** JSON has one kind of number: a bigint is written as an exact integer, never as a float. */
    toJSON(): unknown
  }
  interface JSON {
    /** ES2025: text that `JSON.stringify` writes as it stands. */
    rawJSON(text: string): unknown
  }
}

BigInt.prototype.toJSON = function toJSON() {
  const number = Number(this)
  return Number.isSafeInteger(number) ? number : JSON.rawJSON(this.toString())
}

/** Any value JSON can carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }
