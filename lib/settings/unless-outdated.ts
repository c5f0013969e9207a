import { type Configuration, PlaneError, type Variables } from './control-plane.ts'
import type { PatientPlane } from './patient-plane.ts'
import { isDenied, isOutdated, isRefusal, refused, type SettingRefused } from './refusals.ts'
import { readSettled } from './settle.ts'

/** A call that writes on the condition that `$LATEST` has the revision it had. */
export interface ConditionalWrite<T> {
  call(): Promise<T>
  /**
   * What the call has done already, as `$LATEST` is found; undefined where it is not seen. Only where an answer was
   * `lost` may the call itself have done it.
   */
  ownEffect(found: Configuration, lost: boolean): Promise<T | undefined>
  /** Told, before it rejects, where it is certain that nothing was done. */
  notDone(): void
}

/** What `$LATEST` was when it was last looked at. */
export interface LastSeen {
  /** Takes what is found for that; false where it is something else than it was. */
  goOnFrom(found: Configuration): boolean
  /** That somebody else has changed it. */
  others(found: Configuration): Error
  /** Values that no message may tell. */
  secrets(): Variables | undefined
}

/** Repeats of a write whose revision was out of date although nobody had changed anything. */
const mostRepeats = 3

/**
 * Makes a call again whose revision is another one although `$LATEST` is what it was. Rejects with SettingRefused,
 * with what `others` gives, and with PlaneError for all else.
 */
export async function unlessOutdated<T>(
  plane: PatientPlane,
  lastSeen: LastSeen,
  write: ConditionalWrite<T>,
): Promise<T> {
  let lost = false
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await write.call()
    } catch (error) {
      if (!(error instanceof PlaneError)) throw error
      lost ||= error.afterLost
      const no = doubtfulNo(error, lost, lastSeen, write)
      const found = await readSettled(plane)
      const effect = await write.ownEffect(found, lost)
      if (effect !== undefined) return effect
      if (no !== undefined) throw no
      if (repeats >= mostRepeats || !lastSeen.goOnFrom(found)) {
        if (!lost) write.notDone()
        throw lastSeen.others(found)
      }
      await plane.pause(500)
    }
  }
}

/**
 * The no of a service that has lost an answer before: it may be of the second call alone. Undefined where the revision
 * was out of date; throws all that it is useless to look into.
 */
function doubtfulNo(
  error: PlaneError,
  lost: boolean,
  { secrets }: Pick<LastSeen, 'secrets'>,
  { notDone }: Pick<ConditionalWrite<unknown>, 'notDone'>,
): SettingRefused | undefined {
  const no = isRefusal(error) ? refused(error, secrets()) : undefined
  if (!lost && (no !== undefined || isDenied(error))) notDone()
  if (no === undefined ? !isOutdated(error) : !lost) throw no ?? error
  return no
}
