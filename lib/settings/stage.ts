import type { Setting } from '../model/comparison-plan.ts'
import type { PutBack } from '../model/comparison.ts'
import type { Architecture } from '../model/plan.ts'

/**
 * Brings settings to where they can be invoked, and puts everything back. There is one for each way of staging; each
 * writes its journal before it changes anything.
 */
export interface Stage {
  /**
   * Called once, before the first `place`: how many placements each setting will need. What can be made ahead
   * is made here, so that `$LATEST` is touched for as short as possible. Rejects with ChangedByOthers, and with
   * what is no refusal of one setting. `tell` is called with every version that is published.
   */
  prepare(needs: readonly Need[], signal: AbortSignal, tell?: (versions: Versions) => void): Promise<void>
  /**
   * Where the next block of a setting is to be fired. `fresh`: at a place no environment has ever served, as a forced
   * cold start wants it. Rejects with ChangedByOthers.
   */
  place(setting: Setting, fresh: boolean, signal: AbortSignal): Promise<Placed>
  /** Undoes what was done, in order, as far as it has not been; never aborted by a signal. May be called again. */
  putBack(): Promise<PutBack>
  /** Calls made to the control plane so far. */
  readonly calls: number
  /** What the settings are that were there already; empty where all of them are made of `$LATEST`. */
  readonly found: readonly FoundSetting[]
  /** The alias that applying makes; undefined where none is applied to, or it is there. */
  readonly newAlias?: string | undefined
  /** The name of the setting that the function had already; undefined where that is none of them, or a qualifier. */
  readonly current?: string | undefined
}

/** A qualifier, as it was when the stage was opened. */
export interface FoundSetting {
  /** Its name. */
  readonly setting: string
  readonly version: string
  readonly memoryMb: number
  /** Absent where its configuration names none. */
  readonly architecture?: Architecture
  /** As of `TargetFacts`. */
  readonly runtime?: string
  /** Absent where its configuration does not say it. */
  readonly timeoutSeconds?: number
}

/** How far publishing is. */
export interface Versions {
  readonly published: number
  /** Fewer come about where a setting is refused. */
  readonly planned: number
}

export interface Need {
  readonly setting: Setting
  readonly fresh: number
  /** From how many places its warm blocks are to be taken in turn, where it can have several; absent: one will do. */
  readonly warm?: number
}

/** A block that is to be fired at a setting. */
export interface PlannedBlock {
  readonly setting: Setting
  /** As of `Stage.place`. */
  readonly fresh: boolean
}

export type Placed = Placement | Refused

export interface Placement {
  readonly kind: 'placed'
  /** What to invoke; absent: no qualifier, which is `$LATEST`. */
  readonly qualifier?: string
  /** The version that answers must name as executed; absent where it is not known. */
  readonly version?: string
  /** The Memory Size that REPORT lines must say; absent where it is not known. */
  readonly memoryMb?: number
  /** Where it may be another than that of the setting or of `$LATEST`. */
  readonly architecture?: Architecture
  /** The same of the runtime. */
  readonly runtime?: string
}

/** The service does not take this setting (a quota, an architecture); the others go on. */
export interface Refused {
  readonly kind: 'refused'
  /** A sentence with what the service said. */
  readonly why: string
}

/** Somebody else changed the function meanwhile. Nothing of theirs is overwritten. */
export class ChangedByOthers extends Error {
  /** A sentence with all of it: what is there, what was set here, and what was before. */
  readonly inFull: string

  /** `members` are the names of what differs from what was set here, `says` what there is to say of each that is set. */
  constructor(functionName: string, members: readonly string[], says: readonly string[]) {
    const what = members.length === 0 ? 'its revision' : members.join(', ')
    super(`Somebody else has changed ${functionName} meanwhile: ${what}.`)
    this.name = 'ChangedByOthers'
    this.inFull = `Somebody else has changed ${functionName} meanwhile, so it is left as it is: ${says.join('; ')}.`
  }
}
