import type { Goal } from './goal.ts'
import type { NativePrograms } from './native.ts'
import type { Certificate, StubServer } from './stub-servers.ts'

/** What a measure has to work with. */
export interface Bench {
  /** Over HTTP. */
  readonly stub: StubServer
  /** The programs written in C, or why there are none. */
  readonly native: NativePrograms | string
  readonly certificate: Certificate
  /** Undefined where processes can't be pinned. */
  readonly cores: { readonly server: number; readonly client: number } | undefined
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
  readonly goals: readonly Goal[]
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
