import type { Setting, Staging } from '../model/comparison-plan.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import type { Stage } from './stage.ts'

export interface StageOptions {
  readonly connection: ResolvedConnection
  /** Name or ARN, without a qualifier. */
  readonly function: string
  readonly awsProfile?: string
  readonly staging: Staging
  readonly settings: readonly Setting[]
  /** Of this comparison: short, of a-z and 0-9. */
  readonly id: string
  /** Folder of journals; absent: the journal is kept in memory, for a local Lambda that ends with us. */
  readonly journals?: string
  say(line: string): void
  /** For tests; otherwise time is real. */
  wait?(ms: number, signal: AbortSignal): Promise<void>
}

/**
 * Looks at the function and takes its lock; nothing of the function is changed yet. Throws UsageError where settings
 * can't be compared: no such function or qualifier, a permission missing, another comparison on it.
 */
export async function openStage(options: StageOptions): Promise<Stage> {
  throw new Error(`not built yet: ${options.staging}`)
}
