// Writes and analyses stored runs as large as asked for, without sending anything.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../../lib/analyse.ts'
import { micros } from '../../../lib/model/time.ts'
import { openObservationWriter } from '../../../lib/store/observation-writer.ts'
import { openRun, writePlan } from '../../../lib/store/run-folder.ts'
import { shareFileName } from '../../../lib/store/share-file.ts'
import { answerTasks } from '../answer-tasks.ts'
import { observations, planOf } from '../million.ts'

export interface ObservationsTask {
  readonly kind: 'write' | 'analyse'
  readonly folder: string
  readonly count: number
}

export interface ObservationsResult {
  readonly millis: number
  /** Resident memory before, after, and the most there ever was, bytes. */
  readonly rssBefore: number
  readonly rssAfter: number
  readonly rssPeak: number
  readonly fileBytes: number
}

answerTasks(async ({ kind, folder, count }: ObservationsTask): Promise<ObservationsResult> => {
  const rssBefore = process.memoryUsage.rss()
  const startedAt = performance.now()
  await (kind === 'write' ? write(folder, count) : read(folder, count))
  return {
    millis: performance.now() - startedAt,
    rssBefore,
    rssAfter: process.memoryUsage.rss(),
    rssPeak: process.resourceUsage().maxRSS * 1_024,
    fileBytes: statSync(join(folder, shareFileName(0))).size,
  }
})

async function write(folder: string, count: number): Promise<void> {
  writePlan(folder, planOf(count))
  const writer = openObservationWriter(join(folder, shareFileName(0)), { index: 0, of: 1 })
  for (const observation of observations(count)) writer.append(observation)
  writer.close({ ended: 'completed', at: micros(count * 1_000), peakInFlight: 1_000 })
  if (writer.failure) throw writer.failure
}

async function read(folder: string, count: number): Promise<void> {
  const { counts } = await analyse(openRun(folder))
  if (counts.ok !== count) throw new Error(`${count} observations were written and ${counts.ok} analysed`)
}
