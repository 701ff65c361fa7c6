/** What the callers did, counted. Kills are timed by it. */
export interface Tally {
  sent(): void
  /** A request was answered for good. */
  step(): void
  /** An answer that was not final: 0 when there was none. */
  repeated(status: number): void
  readonly figures: Figures
}

export interface Figures {
  readonly requests: number
  readonly steps: number
  /** How often which answer was no answer yet; `none` for a refused or broken connection or a time-out. */
  readonly repeats: Readonly<Record<string, number>>
}

/** @param stepped told after each step */
export function openTally(stepped: (figures: Figures) => void): Tally {
  const figures = { requests: 0, steps: 0, repeats: {} as Record<string, number> }
  return {
    figures,
    sent() {
      figures.requests += 1
    },
    step() {
      figures.steps += 1
      stepped(figures)
    },
    repeated(status) {
      const name = status === 0 ? 'none' : String(status)
      figures.repeats[name] = (figures.repeats[name] ?? 0) + 1
    },
  }
}
