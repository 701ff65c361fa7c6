/**
 * Does many things, sixteen at a time.
 * @returns what those said that failed
 */
export async function failures(things: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  const failed: string[] = []
  const left = things.values()
  const caller = async () => {
    for (const thing of left) await thing().catch((error: unknown) => failed.push(String(error)))
  }
  await Promise.all(Array.from({ length: 16 }, caller))
  return failed
}
