import type { Sent } from '../model/observation.ts'
import { firedFunction, type Plan } from '../model/plan.ts'
import type { Cost, Run, TargetFacts } from '../model/run.ts'
import { connectionSetupNote } from './connection-setup.ts'
import type { Doubts } from './doubts.ts'
import { latenessNotes } from './lateness.ts'

export interface NotesInput {
  readonly plan: Plan
  readonly facts: TargetFacts
  readonly cost: Cost
  readonly doubts: Doubts
  /** Invocations for which `endsProcessUnseen` holds. */
  readonly unseenEnds: number
  readonly starts: Run['starts']
  /** Cold starts that nobody waited for. */
  readonly ahead: number
}

/** What a reader should know that is no fault. */
export function notesOf(input: NotesInput): string[] {
  const notes = [
    assumedArchitecture(input),
    initialisedAhead(input),
    provisionedUnbilled(input),
    storageUnbilled(input),
    hiddenRestarts(input),
    ...latenessNotes(input.doubts),
    connectionSetupNote(input.doubts),
  ]
  return notes.filter((note) => note !== undefined)
}

/** Whether its process had to start again afterwards, and no probe could tell that it did. */
export function endsProcessUnseen({ outcome, markers }: Sent): boolean {
  if (outcome.kind !== 'function-error' || markers.probe !== undefined) return false
  return endsProcess.includes(outcome.errorType)
}

const endsProcess = ['Runtime.ExitError', 'Runtime.OutOfMemory', 'Sandbox.Timedout']

function assumedArchitecture({ facts, cost }: NotesInput): string | undefined {
  if (facts.architectureFrom !== 'assumed' || cost.kind !== 'bill') return undefined
  return `The function could not be asked for its architecture; the cost is that of ${facts.architecture}.`
}

/** Provisioned or proactive: REPORT has their Init Duration, and the caller had no part in it. */
function initialisedAhead({ starts, ahead }: NotesInput): string | undefined {
  if (ahead === 0) return undefined
  const which = ahead < starts.cold ? `${ahead} of ${starts.cold} cold starts` : `All cold starts (${ahead})`
  return `${which} had been initialised ahead of the request: their Init Duration is shown, and nobody waited for it.`
}

/** https://aws.amazon.com/lambda/pricing/, 2026-11: by the hour of being there, and cheaper per GB-second when used. */
function provisionedUnbilled({ plan, cost }: NotesInput): string | undefined {
  if (firedFunction(plan)?.provisionedConcurrency === undefined || cost.kind !== 'bill') return undefined
  return 'The estimate is that of on-demand: what AWS charges for provisioned concurrency, used or not, is not in it.'
}

/** https://aws.amazon.com/lambda/pricing/, 2026-11: what is above 512 MB is paid for by the GB-second. */
function storageUnbilled({ plan, cost }: NotesInput): string | undefined {
  const { ephemeralStorageMb = freeStorageMb } = firedFunction(plan) ?? {}
  if (ephemeralStorageMb <= freeStorageMb || cost.kind !== 'bill') return undefined
  return `What AWS charges for ephemeral storage above ${freeStorageMb} MB is not in the estimate: the function has ${ephemeralStorageMb} MB.`
}

const freeStorageMb = 512

/** Without the probe nothing tells a start that follows a crash from a warm one. */
function hiddenRestarts({ unseenEnds, starts }: NotesInput): string | undefined {
  const most = Math.min(unseenEnds, starts.warm)
  if (most === 0) return undefined
  const ends = unseenEnds === 1 ? '1 invocation' : `${unseenEnds} invocations`
  return (
    `${ends} crashed or timed out without a word of the probe: up to ${most} of the warm starts were really ` +
    'reinitialized, with INIT hidden in their Duration. Wrap the handler with coldburst/probe to tell them apart.'
  )
}
