import type { PutBack } from '../model/comparison.ts'
import type { Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import { type ComparisonState, writeComparisonState } from '../store/comparison-folder.ts'

/** What became of a comparison so far, kept in its `state.json`: whoever opens the folder after a crash finds it. */
export class ComparisonRecord {
  readonly #folder: string
  /** ms since it began. */
  readonly #elapsed: () => number
  readonly #skipped = new Map<string, string>()
  readonly #givenUp = new Set<string>()
  readonly #cutShort: string[] = []
  readonly #faults: string[] = []
  #ended: ComparisonState['ended']
  #unwritable = false
  calls = 0
  /** As of Stage. */
  current: string | undefined
  /** Until it is known. */
  putBack: PutBack = { kind: 'unknown' }

  constructor(folder: string, elapsed: () => number) {
    this.#folder = folder
    this.#elapsed = elapsed
  }

  skip({ name }: Setting, why: string): void {
    if (!this.#skipped.has(name)) this.#skipped.set(name, why)
  }

  giveUp({ name }: Setting): void {
    this.#givenUp.add(name)
  }

  /** Whether a setting is still fired at. */
  isLive({ name }: Setting): boolean {
    return !this.#skipped.has(name) && !this.#givenUp.has(name)
  }

  cutShort(sentence: string): void {
    this.#cutShort.push(sentence)
  }

  fault(sentence: string): void {
    if (!this.#faults.includes(sentence)) this.#faults.push(sentence)
  }

  end(ended: 'completed' | 'interrupted'): void {
    this.#ended = ended
  }

  state(): ComparisonState {
    return defined({
      schema: 'coldburst/comparison-state@1' as const,
      ended: this.#ended,
      durationMs: Math.round(this.#elapsed()),
      skipped: Array.from(this.#skipped, ([setting, why]) => ({ setting, why })),
      givenUp: [...this.#givenUp],
      cutShort: [...this.#cutShort],
      faults: [...this.#faults],
      calls: this.calls,
      current: this.current,
      putBack: this.putBack,
    })
  }

  /** Writes `state.json`. A disk that takes no more is a fault to tell of, and no reason to leave things as they are. */
  save(): void {
    try {
      writeComparisonState(this.#folder, this.state())
    } catch (error) {
      if (this.#unwritable) return
      this.#unwritable = true
      this.fault(
        `state.json could not be written (${error instanceof Error ? error.message : String(error)})`,
      )
    }
  }
}
