declare global {
  interface BigInt {
    /** JSON has one kind of number: a bigint is written as an exact integer, never as a float. */
    toJSON(): unknown
  }
  interface JSON {
    /** ES2025: text that `JSON.stringify` writes as it stands. */
    rawJSON(text: string): unknown
    isRawJSON(value: unknown): boolean
  }
}

BigInt.prototype.toJSON = function toJSON() {
  return JSON.rawJSON(this.toString())
}

/** Any value JSON can carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** JSON with keys in order and no white space: the same value always gives the same bytes to hash. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item) && !JSON.isRawJSON(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
