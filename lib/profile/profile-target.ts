import type { z } from 'zod'
import type { Document } from './document.ts'
import type { Place, Problems, Stated } from './problems.ts'
import { targetSchema } from './target-schema.ts'

type TargetInput = z.output<typeof targetSchema>
type TargetKey = keyof TargetInput

/** The target of a profile. `kind` is what its keys are about; `local` when they don't say. */
export interface ProfileTarget {
  readonly kind: 'lambda' | 'local'
  readonly input: TargetInput
  readonly folder: string
  place(key: TargetKey): Place
}

const lambdaKeys = ['qualifier', 'region', 'endpoint', 'profile', 'logTail'] as const
const localKeys = [
  'handler',
  'runtime',
  'binary',
  'memory',
  'timeout',
  'ephemeralStorage',
  'reserved',
  'provisioned',
  'env',
  'accountConcurrency',
  'scalingRate',
  'idle',
  'idleJitter',
  'lifetime',
  'lifetimeJitter',
  'proactiveInit',
  'placementDelay',
  'maxEnvironments',
  'mechanisms',
] as const

/** Reads `target`; undefined when there is none, or none that can be understood. */
export function readProfileTarget(
  document: Document | undefined,
  problems: Problems,
): ProfileTarget | undefined {
  const piece = document?.read(targetSchema, ['target'])
  if (document === undefined || piece?.kind !== 'given') return undefined
  const place = (key: TargetKey) => document.place(['target', key])
  const target = { kind: kindOf(piece.value), input: piece.value, folder: document.folder, place }
  reportForeignKeys(target, problems)
  return target
}

/** A text of the target with its place. */
export function statedIn(
  target: ProfileTarget | undefined,
  key: 'function' | 'local' | 'handler' | 'binary',
): Stated<string> | undefined {
  const value = target?.input[key]
  return target === undefined || value === undefined ? undefined : { value, place: target.place(key) }
}

function kindOf(input: TargetInput): 'lambda' | 'local' {
  if (input.local !== undefined) return 'local'
  return input.function !== undefined || lambdaKeys.some((key) => input[key] !== undefined)
    ? 'lambda'
    : 'local'
}

function reportForeignKeys(target: ProfileTarget, problems: Problems): void {
  const { kind, input } = target
  const foreign = kind === 'lambda' ? localKeys : lambdaKeys
  const message =
    kind === 'lambda'
      ? 'is about a local function, and this target is a Lambda function; remove it or write local: FOLDER'
      : 'is about a Lambda function, and this target is local; remove it'
  for (const key of foreign) if (input[key] !== undefined) problems.add(target.place(key), message)
}
