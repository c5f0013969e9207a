import { inNewProcess } from '../bench-process.ts'
import type { Bench, Findings } from '../measure.ts'
import type { PreparingResult, PreparingTask } from '../processes/preparing.ts'
import { median } from '../order.ts'
import { number } from '../table.ts'

const task: PreparingTask = { count: 20_000 }

/** What it costs to have a request ready to be written. */
export async function preparing(bench: Bench): Promise<Findings> {
  const readings: PreparingResult[] = []
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    readings.push(await inNewProcess<PreparingResult>('preparing', bench.cores?.client, task))
  }
  const each = (key: keyof PreparingResult): string => number(median(readings.map((reading) => reading[key])))
  return {
    title: `Preparing one invocation, ${task.count.toLocaleString('en-US')} of each, ${bench.repeats} times; µs of one core`,
    table: [
      ['', 'µs'],
      ['a payload that was not seen before: hashed, serialised and signed', each('newPayload')],
      ['a new second: serialised and signed', each('newSecond')],
      ['the signature of this second is at hand', each('atHand')],
    ],
    notes: [
      'Within one second the requests of one payload are the same bytes, and are signed once: x-amz-date is in seconds.',
    ],
    goals: [],
    data: { ...task, readings },
  }
}
