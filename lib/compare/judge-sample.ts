import { createClassifier } from '../classify/classify.ts'
import type { Block } from '../model/block.ts'
import type { Classification, StartKind } from '../model/classification.ts'
import type { Unfit } from '../model/comparison.ts'
import type { Sent } from '../model/observation.ts'
import { errorName } from '../summary/distinct-errors.ts'
import { createHomes, type Homes } from './homes.ts'
import { isInterrupted, obstacleOf } from './unreached.ts'

/**
 * What an invocation is to a comparison. `accepted`: a sample. `unfit`: it succeeded and was not what it was fired
 * for. `failed`: it did not succeed. `interrupted`: the user gave up waiting for it, which says nothing of the
 * function. `unreached`: it never got to the function, which says as little. `warm-up`: of a discarded phase, whatever
 * became of it.
 */
export type Judgement =
  | { readonly kind: 'accepted'; readonly classification: Classification }
  | { readonly kind: 'unfit'; readonly why: Unfit }
  | { readonly kind: 'failed'; readonly name: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'unreached' }
  | { readonly kind: 'warm-up'; readonly failed?: string }

export interface Judge {
  /** Judges one invocation; feed it all of a setting's, in the order in which they ended. */
  judge(sent: Sent, block: Block, phase: { readonly discard: boolean }): Judgement
}

/** A judge of samples, one for each setting: it remembers which environments it has seen. `homes` are those of all. */
export function createJudge(homes: Homes = createHomes()): Judge {
  // Whoever prints REPORT lines is trusted to tell of INIT in them: without that no sample could be verified.
  const classifier = createClassifier({ reportsInit: true })
  return {
    judge(sent, block, { discard }) {
      // What is discarded or failed makes an environment known all the same.
      const classification = classifier.classify(sent)
      const other = otherSetting(sent, block, homes)
      const failed = failureOf(sent)
      if (discard) return failed === undefined ? { kind: 'warm-up' } : { kind: 'warm-up', failed }
      if (isInterrupted(sent)) return { kind: 'interrupted' }
      if (obstacleOf(sent) !== undefined) return { kind: 'unreached' }
      if (failed !== undefined) return { kind: 'failed', name: failed }
      const why = otherVersion(sent, block) ?? other ?? unfitStart(classification, block.start)
      return why === undefined ? { kind: 'accepted', classification } : { kind: 'unfit', why }
    },
  }
}

function failureOf(sent: Sent): string | undefined {
  if (sent.outcome.kind === 'ok' || isInterrupted(sent) || obstacleOf(sent) !== undefined) return undefined
  return errorName(sent.outcome)
}

function otherVersion({ markers: { executedVersion } }: Sent, { version }: Block): Unfit | undefined {
  if (version === undefined || executedVersion === version) return undefined
  return executedVersion === undefined ? 'unverified' : 'other-version'
}

function otherSetting({ markers: { report, probe } }: Sent, block: Block, homes: Homes): Unfit | undefined {
  const { memoryMb } = block
  // A process with another memory size is not at home here, wherever it is.
  if (memoryMb !== undefined && (report?.memorySizeMb ?? memoryMb) !== memoryMb) return 'other-memory'
  if (!homes.isAtHome(probe, block)) return 'other-setting'
  const isSilent = memoryMb !== undefined && report?.memorySizeMb === undefined
  return isSilent && homes.wantsMemory(probe) ? 'unverified' : undefined
}

function unfitStart({ start, waited }: Classification, wanted: Block['start']): Unfit | undefined {
  const found = saidOf[start]
  // Initialised ahead of the request: the caller met a warm environment, and REPORT shows the INIT all the same.
  if (found === 'cold' && wanted === 'cold' && waited === false) return 'warm'
  return found === wanted ? undefined : found
}

/** A restore from a snapshot is the cold start of functions that have one. */
const saidOf: Readonly<Record<StartKind, Unfit>> = {
  cold: 'cold',
  restored: 'cold',
  reinitialized: 'reinitialized',
  warm: 'warm',
  unknown: 'unverified',
}
