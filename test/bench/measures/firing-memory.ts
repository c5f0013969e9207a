import { inNewProcess } from '../bench-process.ts'
import type { Bench, Findings } from '../measure.ts'
import type { ColdburstMemoryResult, ColdburstMemoryTask } from '../processes/coldburst.ts'
import { number } from '../table.ts'

const concurrency = 50
const forMs = 15_000
const parts = [1 / 3, 2 / 3, 1] as const

/** Whether the memory of a firing process grows with what it has fired. */
export async function firingMemory(bench: Bench): Promise<Findings> {
  const task: ColdburstMemoryTask = {
    kind: 'memory',
    endpoint: bench.stub.endpoint,
    functionName: 'bench',
    transport: 'lean',
    folder: bench.newFolder(),
    concurrency,
    forMs,
  }
  const { looks, answers, errors } = await inNewProcess<ColdburstMemoryResult>(
    'coldburst',
    bench.cores?.client,
    task,
  )
  const rows = parts.map((part) => {
    const until = looks[Math.floor(looks.length * part) - 1]
    const rss = largestBetween(looks, part - 1 / 3, part)
    const label = `until ${number((part * forMs) / 1_000)} s`
    return [label, (until?.answers ?? 0).toLocaleString('en-US'), number(rss / 1e6)]
  })
  return {
    title: `Resident memory of a process that fires a closed loop of ${concurrency} for ${forMs / 1_000} s, once`,
    table: [['', 'invocations so far', 'most RSS in this third, MB'], ...rows],
    notes: [
      'Main thread, firing thread and the writing of observations together.',
      ...(errors === 0 ? [] : [`${errors} of ${answers.toLocaleString('en-US')} invocations failed.`]),
    ],
    goals: [],
    data: { concurrency, forMs, answers, errors, looks },
  }
}

function largestBetween(looks: ColdburstMemoryResult['looks'], from: number, to: number): number {
  const those = looks.slice(Math.round(from * looks.length), Math.round(to * looks.length))
  return Math.max(...those.map(({ rss }) => rss))
}
