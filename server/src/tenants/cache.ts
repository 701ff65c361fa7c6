/** Remembers what was loaded for a short while, and what was found missing for a shorter one. */
export interface ShortCache<Value> {
  get(key: string, now: Date): Promise<Value | undefined>
  /** From here on `get` loads anew, whatever is being loaded at this moment. */
  forget(key: string): void
}

interface Entry<Value> {
  readonly at: number
  readonly value: Promise<Value | undefined>
}

/**
 * A bounded cache in which callers who want the same thing at once share one load. Missing things are
 * kept apart: a flood of invented keys pushes out other invented ones, never a real one.
 *
 * @param lifeMs how old an answer may be: how long a change made by another server can go unseen
 * @param missLifeMs the same for something that did not exist
 */
export function shortCache<Value>(
  load: (key: string) => Promise<Value | undefined>,
  {
    lifeMs = 5_000,
    missLifeMs = 1_000,
    size = 10_000,
  }: { lifeMs?: number; missLifeMs?: number; size?: number } = {},
): ShortCache<Value> {
  const found = new Map<string, Entry<Value>>()
  const missing = new Map<string, Entry<Value>>()

  function start(key: string, at: number): Promise<Value | undefined> {
    const value = load(key)
    const entry: Entry<Value> = { at, value }
    missing.delete(key)
    put(found, key, entry, size)
    value.then(
      (loaded) => {
        if (loaded === undefined && drop(found, key, entry)) put(missing, key, entry, size)
      },
      () => drop(found, key, entry),
    )
    return value
  }

  return {
    get(key, now) {
      const at = now.getTime()
      const hit = fresh(found.get(key), at, lifeMs) ?? fresh(missing.get(key), at, missLifeMs)
      return hit?.value ?? start(key, at)
    },
    forget(key) {
      found.delete(key)
      missing.delete(key)
    },
  }
}

/** A clock set back makes an entry look as if it came from the future: it is loaded again. */
function fresh<Value>(entry: Entry<Value> | undefined, now: number, lifeMs: number) {
  return entry !== undefined && now >= entry.at && now - entry.at < lifeMs ? entry : undefined
}

function put<Value>(
  map: Map<string, Entry<Value>>,
  key: string,
  entry: Entry<Value>,
  size: number,
): void {
  map.delete(key)
  map.set(key, entry)
  if (map.size <= size) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}

/** Removes an entry unless another has taken its place since. */
function drop<Value>(map: Map<string, Entry<Value>>, key: string, entry: Entry<Value>): boolean {
  return map.get(key) === entry && map.delete(key)
}
