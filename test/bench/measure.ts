import type { BenchProcess } from './bench-process.ts'

/** What a measure has to work with. */
export interface Bench {
  readonly endpoint: string
  readonly stub: BenchProcess
  /** Undefined where processes can't be pinned. */
  readonly clientCore: number | undefined
  /** Most open files of a process; undefined where it can't be read. */
  readonly openFiles: number | undefined
  readonly repeats: number
  /** A new empty folder, deleted at the end. */
  newFolder(): string
}

/** What a measure found, for people and for programs. */
export interface Findings {
  /** What was done, with the counts that the figures come from. */
  readonly title: string
  /** A heading and one row a subject. */
  readonly table: readonly (readonly string[])[]
  readonly notes: readonly string[]
  readonly data: unknown
}

export type Measure = (bench: Bench) => Promise<Findings>

/** The machine does not let a measure run: it is left out, in one line. */
export class CannotMeasure extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'CannotMeasure'
  }
}
