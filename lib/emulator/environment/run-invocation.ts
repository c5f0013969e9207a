import { type Boot, isFatal } from './boot.ts'
import { answeredEnding, bootEnding, fatalEnding, lateEnding } from './endings.ts'
import type { Call, Ending } from './invocation.ts'
import type { RuntimeApi } from './runtime-api.ts'
import type { RuntimeProcess } from './runtime-process.ts'
import type { RuntimeSlot } from './runtime-slot.ts'

/** An invocation whose clock runs. */
export interface Begun {
  /** On the monotonic clock, ms. */
  readonly startedAt: number
  /** Unix epoch, ms. */
  readonly deadlineMs: number
  readonly runtime: RuntimeProcess
  readonly boot: Boot
  /** Takes the deadline back. */
  readonly cancel: () => void
}

/** Where it runs. */
export interface Stage {
  readonly slot: RuntimeSlot
  readonly api: RuntimeApi
  readonly timeoutMs: number
}

/** Brings an invocation to its end: the function's, or that of the process, which is then gone. */
export async function runInvocation(stage: Stage, begun: Begun, call: Call): Promise<Ending> {
  const { boot, runtime, deadlineMs } = begun
  try {
    if (boot.kind !== 'ready') {
      await stage.slot.end()
      return bootEnding(boot, call.requestId, stage.timeoutMs)
    }
    stage.api.hand({ ...call, deadlineMs })
    return await untilOver(stage, runtime, call)
  } finally {
    begun.cancel()
  }
}

async function untilOver({ slot, timeoutMs }: Stage, runtime: RuntimeProcess, call: Call): Promise<Ending> {
  let answered: Ending | undefined
  for (;;) {
    const event = await runtime.take()
    if (event.kind === 'next' && answered !== undefined) return answered
    // A process that grew (or whose files did) and answered between two looks is killed, and its next event says so.
    if (event.kind === 'answer' && runtime.withinMemory() && (await runtime.withinStorage())) {
      answered = answeredEnding(event.answer)
      call.onAnswer(answered.answer)
    }
    if (!isFatal(event)) continue
    await slot.end()
    const fatal = fatalEnding(event, call.requestId, timeoutMs)
    return answered === undefined ? fatal : lateEnding(answered, fatal)
  }
}
