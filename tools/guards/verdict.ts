/** What a guard found: nothing, or one entry for each thing that must change. */
export interface Verdict {
  /** Each names the rule, the place and what would be right; several lines when a tool says so. */
  readonly problems: readonly string[]
  /** What was looked at, such as `212 files`, so that a guard that reads nothing stands out. */
  readonly read: string
}

/**
 * One promise about the whole checkout.
 *
 * @param root the checkout, absolute
 * @returns a verdict; it rejects only when the guard itself is broken
 */
export type Guard = (root: string) => Promise<Verdict>
