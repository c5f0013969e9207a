import type { StageOptions } from './open-stage.ts'
import type { Need } from './stage.ts'

/** What a comparison would ask of the control plane, in order, the putting back included. */
export interface Rehearsal {
  readonly calls: readonly RehearsedCall[]
  /** Settings that can be seen not to work before anything is changed. */
  readonly refused: readonly { readonly setting: string; readonly why: string }[]
}

export interface RehearsedCall {
  /** AWS's name: `UpdateFunctionConfiguration`. */
  readonly operation: string
  /** With what, in words; values of environment variables only where they are compared. */
  readonly says: string
}

/** Goes through a comparison over a control plane whose reads are real and whose writes are only recorded. */
export async function rehearse(options: StageOptions, needs: readonly Need[]): Promise<Rehearsal> {
  throw new Error(`not built yet: ${options.staging} ${needs.length}`)
}
