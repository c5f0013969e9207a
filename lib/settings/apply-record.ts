import { type Configuration, PlaneError } from './control-plane.ts'
import type { PatientPlane } from './patient-plane.ts'
import { isOutdated } from './refusals.ts'
import type { Reached } from './way-back.ts'

/** What one step has done. */
export interface Done {
  /** One sentence for each thing that was changed, with what was before. */
  readonly says: readonly string[]
  /** Commands that go back, in the order in which they are to be run. */
  readonly back: readonly string[]
}

export type Step = 'kept' | 'configuration' | 'code' | 'version' | 'alias'

/** What applying has done so far: it is told, too, where a later step fails. */
export interface ApplyRecord {
  note(step: Step, done: Done): void
  /** For what has turned out not to be so, or is told by a later step. */
  drop(step: Step): void
  /** Of all steps, with the last one first on the way back. */
  readonly done: Done
}

export function createRecord(): ApplyRecord {
  const steps = new Map<Step, Done>()
  return {
    note: (step, done) => void steps.set(step, done),
    drop: (step) => void steps.delete(step),
    get done() {
      // Whatever was written by then, the version is what goes back to the environment of before: it must stay.
      const told = [...steps].filter(([step]) => step !== 'kept' || !steps.has('configuration'))
      const all = told.map(([, done]) => done)
      return { says: all.flatMap(({ says }) => says), back: all.toReversed().flatMap(({ back }) => back) }
    },
  }
}

/** What every step of applying needs. */
export interface ApplyWork extends Reached {
  readonly plane: PatientPlane
  readonly record: ApplyRecord
  /** Versions that were there, or were published here: another one is new. */
  readonly versions: Set<string>
}

/** Applying ended on the way; its message and cause say why. */
export class HalfApplied extends Error {
  readonly done: Done

  constructor(done: Done, cause: Error) {
    super(cause.message, { cause })
    this.name = 'HalfApplied'
    this.done = done
  }
}

/**
 * Makes a call and takes down what it did, also where its answer was lost: then it is looked whether it took effect.
 * Rejects as the call does where it did not, or where nobody can tell.
 */
export async function carryOut(
  { record }: ApplyWork,
  step: Step,
  done: Done,
  call: () => Promise<unknown>,
  tookEffect: () => Promise<boolean>,
): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof PlaneError) || !mayHaveTakenEffect(error)) throw error
    record.note(step, unsure(done))
    // Where even that can't be seen, it stays taken down as not known.
    if (!(await tookEffect())) {
      record.drop(step)
      throw error
    }
  }
  record.note(step, done)
}

/** Whether a call that failed may have been carried out by an attempt that had no answer. */
export const mayHaveTakenEffect = (error: PlaneError): boolean =>
  error.afterLost || error.status === undefined || error.status >= 500 || isOutdated(error)

const unsure = ({ says, back }: Done): Done => ({
  says: says.map((one) => `it is not known whether ${one}`),
  back,
})

/** The condition that nobody has changed it since. */
export const at = ({ revision }: Configuration) => (revision === undefined ? {} : { revision })
