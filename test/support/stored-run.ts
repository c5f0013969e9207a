import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Observation } from '../../lib/model/observation.ts'
import { fromMillis, micros } from '../../lib/model/time.ts'
import { openRun, type StoredPlan, type StoredRun, writePlan } from '../../lib/store/run-folder.ts'
import { printEnd, printHeader, type ShareEnd, shareFileName } from '../../lib/store/share-file.ts'
import { printObservation } from './print-observation.ts'
import { storedPlanWith } from './stored-plan.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A run on disk, completed unless `ended` says more, fired by one thread, opened. */
export function storedRun(
  observations: readonly Observation[],
  stored: Partial<StoredPlan> = {},
  ended: ShareEnd['ended'] = 'completed',
): StoredRun {
  const folder = temporaryFolder()
  writePlan(folder, storedPlanWith(stored))
  const end = {
    ended,
    at: fromMillis(60_000),
    eventLoopDelay: { p99: micros(300), max: micros(900) },
    busy: 0.2,
    peakInFlight: 2,
  } as const
  const lines = observations.map(printObservation).join('')
  writeFileSync(join(folder, shareFileName(0)), printHeader({ index: 0, of: 1 }) + lines + printEnd(end))
  return openRun(folder)
}
