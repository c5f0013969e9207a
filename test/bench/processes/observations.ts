// Writes stored runs as large as asked for, without sending anything.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { micros } from '../../../lib/model/time.ts'
import { openObservationWriter } from '../../../lib/store/observation-writer.ts'
import { writePlan } from '../../../lib/store/run-folder.ts'
import { shareFileName } from '../../../lib/store/share-file.ts'
import { answerTasks } from '../answer-tasks.ts'
import { observations, planOf } from '../long-run.ts'

export interface ObservationsTask {
  readonly folder: string
  readonly count: number
}

export interface ObservationsResult {
  readonly millis: number
  /** Resident memory when a fifth was written, at the end, and the most there ever was, bytes. */
  readonly rssEarly: number
  readonly rssAfter: number
  readonly rssPeak: number
  readonly fileBytes: number
}

answerTasks(async ({ folder, count }: ObservationsTask): Promise<ObservationsResult> => {
  const startedAt = performance.now()
  const rssEarly = write(folder, count)
  return {
    millis: performance.now() - startedAt,
    rssEarly,
    rssAfter: process.memoryUsage.rss(),
    rssPeak: process.resourceUsage().maxRSS * 1_024,
    fileBytes: statSync(join(folder, shareFileName(0))).size,
  }
})

function write(folder: string, count: number): number {
  writePlan(folder, planOf(count))
  const writer = openObservationWriter(join(folder, shareFileName(0)), { index: 0, of: 1 })
  let rssEarly = 0
  for (const observation of observations(count)) {
    writer.append(observation)
    if (observation.seq === Math.floor(count / 5)) rssEarly = process.memoryUsage.rss()
  }
  writer.close({ ended: 'completed', at: micros(count * 1_000), peakInFlight: 1_000 })
  if (writer.failure) throw writer.failure
  return rssEarly
}
