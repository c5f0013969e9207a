import type { Setting } from '../model/comparison-plan.ts'
import type { PutBack } from '../model/comparison.ts'
import { UsageError } from '../model/usage-error.ts'
import { sameVariables, wasContent } from './content.ts'
import type { ControlPlane, Environment } from './control-plane.ts'
import type { Content, Was } from './journal.ts'
import type { JournalBook } from './journal-book.ts'
import { changeLatest, type LatestChanger, type Original } from './latest.ts'
import { backupDescription } from './marks.ts'
import { readOriginal } from './original.ts'
import { isGivenUp, type PatientPlane, patiently, type Wait } from './patient-plane.ts'
import { explained, needed, SettingRefused } from './refusals.ts'
import type { Refused } from './stage.ts'
import { undo } from './undo.ts'

/** A function under its lock, with all that changing it and putting it back needs. */
export interface Bench {
  readonly id: string
  /** The function, as the user wrote it. */
  readonly name: string
  readonly was: Was
  readonly home: Content
  /** As of Stage. */
  readonly newAlias: string | undefined
  /** As of Stage. */
  readonly current: string | undefined
  readonly latest: LatestChanger
  readonly book: JournalBook
  readonly calls: number
  readonly say: (line: string) => void
  /** Why a setting can't be had, once that is known. */
  refusalOf(setting: Setting): string | undefined
  /** Keeps what was where settings vary more than memory; to be called before the first change. */
  keepOriginal(plane: PatientPlane): Promise<void>
  /** Does work on the function; a setting that is refused is remembered and given as such. */
  attempt<T>(setting: Setting, work: () => Promise<T>): Promise<T | Refused>
  /** Does work with a plane that gives up when the signal aborts; errors that are the user's become UsageErrors. */
  working<T>(signal: AbortSignal, work: (plane: PatientPlane) => Promise<T>): Promise<T>
  putBack(): Promise<PutBack>
}

/** What a bench is made of. */
export interface BenchParts {
  readonly id: string
  readonly name: string
  readonly plane: ControlPlane
  readonly book: JournalBook
  readonly was: Was
  readonly environment: Environment
  /** Settings that are known beforehand not to work, and why. */
  readonly impossible: ReadonlyMap<string, string>
  readonly newAlias: string | undefined
  readonly current: string | undefined
  /** Made before `plane` was there. */
  readonly calls: number
  /** As of StageOptions. */
  readonly gone: AbortSignal
  readonly wait: Wait
  readonly say: (line: string) => void
}

export function createBench(parts: BenchParts): Bench {
  const { id, plane, book, was, environment, wait } = parts
  const refusals = new Map(parts.impossible)
  const home = wasContent(was)
  let original: Original = {}
  let outcome: PutBack | undefined
  const latest = changeLatest(book, was, { content: home, latest: was }, () => original)

  return {
    id,
    name: parts.name,
    newAlias: parts.newAlias,
    current: parts.current,
    was,
    home,
    latest,
    book,
    say: parts.say,
    get calls() {
      return parts.calls + plane.calls
    },
    refusalOf: ({ name }) => refusals.get(name),
    async keepOriginal(patient) {
      const { varies } = was
      if (!varies.architecture && !varies.environment) return
      const { version } = await needed('the version that is to keep what was could not be made', async () =>
        latest.publish(patient, 'backup', backupDescription(id)),
      )
      original = await readOriginal(patient, version, was)
      if (varies.environment) requireSame(environment, original, version, was)
    },
    async attempt(setting, work) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof SettingRefused)) throw error
        refusals.set(setting.name, error.message)
        return { kind: 'refused', why: error.message }
      }
    },
    async working(signal, work) {
      try {
        return await work(patiently(plane, wait, signal))
      } catch (error) {
        // Also what it is not known of whether it was done.
        const changed = book.journal.steps.some(({ outcome: of }) => of?.kind !== 'not-done')
        throw explained(error, book.journal.where.function, changed)
      }
    },
    async putBack() {
      if (outcome !== undefined && outcome.kind !== 'left') return outcome
      outcome = await undoUnlessGone(parts)
      if (outcome.kind !== 'left') plane.close()
      return outcome
    },
  }
}

/** No other signal: what was changed is put back also when everything else is given up. */
async function undoUnlessGone({ book, plane, gone, wait, say }: BenchParts): Promise<PutBack> {
  const nothing = { kind: 'nothing-changed' } as const
  try {
    const undone = gone.aborted ? nothing : await undo(book, patiently(plane, wait, gone), say)
    if (!gone.aborted || undone.kind !== 'left') return undone
  } catch (error) {
    if (!isGivenUp(error, gone)) throw error
  }
  book.close()
  return nothing
}

/** A backup that is another thing than it is taken for would put back the wrong environment. */
function requireSame(environment: Environment, { variables }: Original, version: string, was: Was): void {
  const same =
    environment.kind === 'known' && variables !== undefined && sameVariables(environment.variables, variables)
  if (same) return
  const message =
    `version ${version}, which was to keep its environment, has another one than $LATEST; ` +
    `change its description (${JSON.stringify(was.description)}), so that a new version can be made of it`
  throw new UsageError([{ where: '--vary-env', message }])
}
