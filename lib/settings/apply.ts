import type { Setting } from '../model/comparison-plan.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'

export interface ApplyOptions {
  readonly connection: ResolvedConnection
  /** Name or ARN, without a qualifier. */
  readonly function: string
  readonly setting: Setting
  /** Publishes a version and points this alias at it; it is made where there is none. */
  readonly alias?: string
  /** For tests; otherwise time is real. */
  wait?(ms: number, signal: AbortSignal): Promise<void>
}

/** What was set for good. */
export interface Applied {
  /** One sentence for each thing that was changed, with what was before. */
  readonly says: readonly string[]
  /** Sentences on how to go back. */
  readonly back: readonly string[]
  /** The version that was published for the alias. */
  readonly version?: string
}

/** Writes a setting to `$LATEST`. Throws UsageError for what the service does not take. */
export async function applySetting(options: ApplyOptions): Promise<Applied> {
  throw new Error(`not built yet ${options.function}`)
}
