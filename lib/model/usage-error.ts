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
  /** What can be done about all of them, as a sentence. */
  readonly advice: string | undefined

  constructor(problems: readonly Problem[], { advice, ...options }: UsageErrorOptions = {}) {
    super(problems.map(({ where, message }) => `${where}: ${message}`).join('\n'), options)
    this.name = 'UsageError'
    this.problems = problems
    this.advice = advice
  }
}

export interface UsageErrorOptions extends ErrorOptions {
  readonly advice?: string
}
