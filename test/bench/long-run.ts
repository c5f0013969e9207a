import type { Sent } from '../../lib/model/observation.ts'
import type { StoredPlan } from '../../lib/store/run-folder.ts'
import { describeTool } from '../../lib/describe-tool.ts'
import { micros } from '../../lib/model/time.ts'
import { createRandom } from '../../lib/stats/prng.ts'
import { benchPlan } from './bench-plan.ts'
import { region } from './invocation.ts'

const perSecond = 5_000
const environments = 1_000

/** The plan of a run that would have given these observations. */
export function planOf(count: number): StoredPlan {
  const phase = { rate: { per: `${perSecond}/s`, for: `${count / perSecond}s` } }
  return {
    schema: 'coldburst/stored-plan@1',
    tool: describeTool(),
    startedAt: '2026-01-01T00:00:00.000Z',
    facts: {
      kind: 'lambda',
      function: 'bench',
      versions: [],
      memoryMb: 128,
      architecture: 'x86_64',
      architectureFrom: 'function',
      runtime: 'nodejs22.x',
      region,
      emulated: false,
    },
    plan: benchPlan('http://127.0.0.1:9', 'bench', phase).plan,
  }
}

/**
 * Observations of a long run in the order they ended, each with a REPORT and a probe: environments are used in
 * turn, the first invocation of each is cold, and times vary as an answer's do.
 */
export function* observations(count: number): Generator<Sent> {
  const random = createRandom(1)
  for (let seq = 0; seq < count; seq += 1) {
    const cold = seq < environments
    const init = cold ? Math.round(150_000 + 50_000 * random.exponential()) : 0
    const duration = Math.round(10_000 + 10_000 * random.exponential())
    // After the longest answer there can be, so that no time is before the run began.
    const endedAt = 2_000_000 + (seq * 1e6) / perSecond
    yield sent(seq, endedAt, { init, duration, network: Math.round(1_000 + 500 * random.exponential()) })
  }
}

interface Took {
  /** 0 when warm. */
  readonly init: number
  readonly duration: number
  readonly network: number
}

function sent(seq: number, endedAt: number, { init, duration, network }: Took): Sent {
  const environment = seq % environments
  const sentAt = micros(endedAt - init - duration - network)
  const requestId = `00000000-0000-4000-8000-${seq.toString(16).padStart(12, '0')}`
  return {
    seq,
    phase: 0,
    share: 0,
    scheduledAt: micros(sentAt - 50),
    sentAt,
    firstByteAt: micros(endedAt - 100),
    endedAt: micros(endedAt),
    outcome: { kind: 'ok', status: 200 },
    markers: {
      requestId,
      executedVersion: '$LATEST',
      report: {
        form: 'text',
        requestId,
        duration: micros(duration),
        billedDuration: micros(Math.ceil((init + duration) / 1_000) * 1_000),
        ...(init === 0 ? {} : { initDuration: micros(init) }),
        memorySizeMb: 128,
        maxMemoryUsedMb: 64,
      },
      probe: {
        from: 'payload',
        environmentId: `2026/01/01/[$LATEST]${environment.toString(16).padStart(32, '0')}`,
        processId: `${environment}`,
        call: Math.floor(seq / environments) + 1,
        tmpBytes: 4_096,
      },
    },
    bytesOut: 50,
    bytesIn: 200,
  }
}
