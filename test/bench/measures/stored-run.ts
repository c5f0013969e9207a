import { rmSync, statfsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { inNewProcess } from '../bench-process.ts'
import { cliPath, runNode, type Usage } from '../cli-process.ts'
import type { Goal } from '../goal.ts'
import { type Bench, CannotMeasure, type Findings } from '../measure.ts'
import type { ObservationsResult, ObservationsTask } from '../processes/observations.ts'
import { number } from '../table.ts'

const wanted = 5_000_000
/** A line with a REPORT and a probe takes less; the rest of the disk is left alone. */
const bytesEach = 320
const least = 100_000

/** Storing a long run, and making its report from the file as `coldburst report` does. */
export async function storedRun(bench: Bench): Promise<Findings> {
  const folder = bench.newFolder()
  const count = fitting(folder)
  const task: ObservationsTask = { folder, count }
  const written = await inNewProcess<ObservationsResult>('observations', bench.cores?.client, task)
  // A reader of its own document would have nothing to do: there is none yet, as after a crash.
  const { millis, told } = await runNode([cliPath, 'report', folder], undefined, 'usage')
  rmSync(folder, { recursive: true })
  const usage = JSON.parse(told) as Usage
  const perSecond = (count / millis) * 1_000
  return {
    title:
      `${count.toLocaleString('en-US')} observations with REPORT and probe ` +
      `(${number(written.fileBytes / 1e6)} MB), a process each, once`,
    table: [
      ['', 'seconds', 'observations/s', 'CPU seconds', 'RSS at the end, MB', 'at its peak'],
      writtenRow(written, count),
      [
        'coldburst report',
        number(millis / 1_000),
        number(perSecond),
        number(usage.cpuMicros / 1e6),
        number(usage.rssAtEnd / 1e6),
        number(usage.rssPeak / 1e6),
      ],
    ],
    notes: [
      `The report is the whole command, from the start of its process to its end, on ${availableParallelism()} cores; what is written is made up as it goes, on one.`,
      ...(count < wanted ? [`There is no room on this disk for ${wanted.toLocaleString('en-US')}.`] : []),
    ],
    goals: goalsOf(count, perSecond, usage),
    data: { count, written, report: { millis, ...usage } },
  }
}

/** As many as take at most half of the space that is left. */
function fitting(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  const room = Math.floor((bavail * bsize) / 2 / bytesEach)
  // A multiple of the rate that their plan says.
  const count = Math.floor(Math.min(wanted, room) / least) * least
  if (count === 0)
    throw new CannotMeasure(`there is no room for ${least.toLocaleString('en-US')} observations`)
  return count
}

function writtenRow({ millis, rssAfter, rssPeak }: ObservationsResult, count: number): string[] {
  return [
    'make up and write',
    number(millis / 1_000),
    number((count / millis) * 1_000),
    '',
    number(rssAfter / 1e6),
    number(rssPeak / 1e6),
  ]
}

function goalsOf(count: number, perSecond: number, { rssPeak }: Usage): Goal[] {
  const short = count < wanted ? { why: 'there was no room on the disk' } : {}
  return [
    {
      what: 'resident memory of the report of 5,000,000 observations, at its peak',
      bound: 'at most',
      limit: 250,
      unit: 'MB',
      measured: count < wanted ? undefined : rssPeak / 1e6,
      ...short,
    },
    {
      what: 'observations analysed per second (`coldburst report`)',
      bound: 'at least',
      limit: 300_000,
      unit: '/s',
      measured: count < wanted ? undefined : perSecond,
      ...short,
    },
  ]
}
