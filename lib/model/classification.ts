/** How the environment came to serve an invocation. */
export type StartKind = 'cold' | 'restored' | 'reinitialized' | 'warm' | 'unknown'

export const startKinds: readonly StartKind[] = ['cold', 'restored', 'reinitialized', 'warm', 'unknown']

/** A clue with what it says. */
export interface Evidence {
  readonly marker: string
  readonly says: string
}

export interface Classification {
  readonly start: StartKind
  /** Whether the caller waited for the INIT that the markers show; absent where there was none or it can't be told. */
  readonly waited?: boolean
  readonly environmentId?: string
  readonly evidence: readonly Evidence[]
  /** Set when two markers contradict each other: one sentence. The start kind is then the stronger marker's. */
  readonly disagreement?: string
}
