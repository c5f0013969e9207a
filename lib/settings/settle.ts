import { type Configuration, PlaneError } from './control-plane.ts'
import type { PatientPlane } from './patient-plane.ts'

/** ms that a change may take. */
const longest = 300_000

/** `$LATEST` when no change of it is under way. Rejects with PlaneError when that takes longer than 300 s. */
export function readSettled(plane: PatientPlane): Promise<Configuration> {
  return poll(plane, undefined, ({ update }) => update !== 'InProgress')
}

/**
 * `$LATEST` after an update that found it at revision `before`. Right after an update the status may still be that
 * of the one before it, and the revision that the update answers with is not the last one.
 */
export function settled(plane: PatientPlane, before: string | undefined): Promise<Configuration> {
  return poll(
    plane,
    undefined,
    ({ update, revision }) => update !== 'InProgress' && (revision === undefined || revision !== before),
  )
}

/** A version when it can be invoked, or has failed for good; says once that it is waited for. */
export function versionReady(
  plane: PatientPlane,
  version: string,
  say: (line: string) => void,
): Promise<Configuration> {
  return poll(
    plane,
    version,
    ({ state, update }) => state !== 'Pending' && update !== 'InProgress',
    () => say(`waiting until version ${version} is Active; with SnapStart that takes minutes`),
  )
}

async function poll(
  plane: PatientPlane,
  qualifier: string | undefined,
  isDone: (found: Configuration) => boolean,
  whenSlow: () => void = () => undefined,
): Promise<Configuration> {
  let pause = 100
  let told = false
  for (let waited = 0; waited <= longest; waited += pause) {
    const found = await plane.configuration(qualifier)
    if (isDone(found)) return found
    if (waited > 5_000 && !told) {
      told = true
      whenSlow()
    }
    // Updates take about 3.5 s; the account has 15 calls a second for everyone.
    pause = Math.min(pause * 2, 1_000)
    await plane.pause(pause)
  }
  const what = qualifier === undefined ? 'the change of $LATEST' : `version ${qualifier}`
  throw new PlaneError('GetFunctionConfiguration', 'NotSettled', 504, `${what} has not settled in 300 s`)
}
