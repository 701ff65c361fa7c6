/** Draws numbers in [0, 1); the same seed gives the same numbers in the same order. */
export type Draw = () => number

/**
 * A small seeded generator (mulberry32 over an FNV-1a hash of the seed). Good enough to spread
 * faults evenly and repeatably; never for secrets.
 */
export function seeded(seed: string): Draw {
  let state = 0x811c9dc5
  for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
