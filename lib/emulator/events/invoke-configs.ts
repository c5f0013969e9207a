/** What is set for the asynchronous invocations of a function, under one of its qualifiers. */
export interface EventInvokeConfig {
  readonly maximumRetryAttempts?: number
  readonly maximumEventAgeInSeconds?: number
  /** ARNs of functions. */
  readonly onSuccess?: string
  readonly onFailure?: string
  /** Unix epoch, ms. */
  readonly lastModified: number
}

/** The settings of asynchronous invocations; a qualifier has its own or none, as on Lambda. */
export interface EventInvokeConfigs {
  get(functionName: string, qualifier: string): EventInvokeConfig | undefined
  set(functionName: string, qualifier: string, config: EventInvokeConfig): void
  delete(functionName: string, qualifier: string): boolean
  /** By qualifier. */
  list(functionName: string): readonly (readonly [string, EventInvokeConfig])[]
  /** Forgets those of a function for all other qualifiers. */
  keepOnly(functionName: string, qualifiers: readonly string[]): void
}

export function createEventInvokeConfigs(): EventInvokeConfigs {
  const functions = new Map<string, Map<string, EventInvokeConfig>>()
  return {
    get: (name, qualifier) => functions.get(name)?.get(qualifier),
    set(name, qualifier, config) {
      const known = functions.get(name)
      if (known === undefined) functions.set(name, new Map([[qualifier, config]]))
      else known.set(qualifier, config)
    },
    delete: (name, qualifier) => functions.get(name)?.delete(qualifier) ?? false,
    list: (name) => [...(functions.get(name) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
    keepOnly(name, qualifiers) {
      const kept = [...(functions.get(name) ?? [])].filter(([qualifier]) => qualifiers.includes(qualifier))
      if (kept.length === 0) functions.delete(name)
      else functions.set(name, new Map(kept))
    },
  }
}
