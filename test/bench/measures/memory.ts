import { inNewProcess } from '../bench-process.ts'
import type { Bench, Findings } from '../measure.ts'
import type { ObservationsResult, ObservationsTask } from '../processes/observations.ts'
import { number } from '../table.ts'

const count = 1_000_000

/** Time and memory of storing a million observations, and of making a run's document from them. */
export async function memory(bench: Bench): Promise<Findings> {
  const folder = bench.newFolder()
  const task = (kind: ObservationsTask['kind']): ObservationsTask => ({ kind, folder, count })
  const run = async (kind: ObservationsTask['kind']): Promise<ObservationsResult> =>
    inNewProcess('observations', bench.clientCore, task(kind))
  const written = await run('write')
  const analysed = await run('analyse')
  return {
    title:
      `${count.toLocaleString('en-US')} observations (${number(written.fileBytes / 1e6)} MB), ` +
      'a process each on one core, once',
    table: [
      ['', 'seconds', 'observations/s', 'RSS before, MB', 'growth', 'growth at its peak'],
      row('generate and write', written),
      row('read and analyse', analysed),
    ],
    notes: [],
    data: { count, written, analysed },
  }
}

function row(name: string, { millis, rssBefore, rssAfter, rssPeak }: ObservationsResult): string[] {
  return [
    name,
    number(millis / 1_000),
    number((count / millis) * 1_000),
    number(rssBefore / 1e6),
    number((rssAfter - rssBefore) / 1e6),
    number((rssPeak - rssBefore) / 1e6),
  ]
}
