/** One thing the user got wrong. */
export interface Problem {
  /** Where it is: a flag (`--burst`), or a place in a file (`nightly.yaml:7:5`). */
  readonly where: string
  /** What was found and what to write instead, as one sentence. */
  readonly message: string
  /** The offending line of a file, with a caret below the column. */
  readonly excerpt?: string
}

/** What the user got wrong, all of it at once. The CLI prints it without a stack and exits 2. */
export class UsageError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(({ where, message }) => `${where}: ${message}`).join('\n'), options)
    this.name = 'UsageError'
    this.problems = problems
  }
}
