/** Flags with one text as their value. */
export const textFlags = [
  'function',
  'region',
  'awsProfile',
  'endpoint',
  'architecture',
  'local',
  'handler',
  'runtime',
  'runtimeBinary',
  'memory',
  'ephemeralStorage',
  'functionTimeout',
  'reservedConcurrency',
  'provisionedConcurrency',
  'accountConcurrency',
  'scalingRate',
  'idle',
  'idleJitter',
  'lifetime',
  'lifetimeJitter',
  'proactiveInit',
  'placementDelay',
  'maxEnvironments',
  'mechanism',
  'updateDelay',
  'drain',
  'host',
  'port',
  'burst',
  'repeat',
  'every',
  'concurrency',
  'requests',
  'duration',
  'thinkTime',
  'rate',
  'stages',
  'arrivals',
  'warmup',
  'seed',
  'maxInFlight',
  'threads',
  'transport',
  'onLate',
  'timeout',
  'maxCost',
  'inconclusive',
  'initBilling',
  'name',
  'qualifier',
  'cold',
  'coldBurst',
  'until',
  'maxRequests',
  'weight',
  'tolerance',
] as const

/** Flags that may be given several times. */
export const listFlags = ['env', 'payload', 'threshold', 'varyEnv', 'slo'] as const

/** Flags that are there or not, or negated by `--no-`. */
export const switchFlags = ['logTail', 'keepPayloads', 'prewarm', 'inPlace'] as const

/** Whether a flag may be given several times. */
export const isListFlag = (flag: Flag): flag is ListFlag => listFlags.some((list) => list === flag)

export type TextFlag = (typeof textFlags)[number]
export type ListFlag = (typeof listFlags)[number]
export type SwitchFlag = (typeof switchFlags)[number]
export type Flag = TextFlag | ListFlag | SwitchFlag

/** Flags as typed: raw texts, unread. A list where one text is meant is a flag that was given twice. */
export type Flags = Readonly<
  Partial<
    Record<TextFlag | ListFlag, string | readonly string[] | undefined> &
      Record<SwitchFlag, boolean | undefined>
  >
>

/** Variables under the same prefix that other parts of the command line read. */
const foreignVariables = [
  'OUT',
  'RUNS',
  'QUIET',
  'COLOR',
  'NO_COLOR',
  'JSON',
  'YES',
  'LOGS',
  'DRY_RUN',
  'STATE',
]

const prefix = 'COLDBURST_'

/** `maxInFlight` as `--max-in-flight`. */
export function flagName(flag: Flag): string {
  return `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** `maxInFlight` as `COLDBURST_MAX_IN_FLIGHT`. */
export function variableName(flag: Flag): string {
  return `${prefix}${flag.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`
}

/** The variables with our prefix that nothing reads. */
export function strangeVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = [...knownVariables(), ...foreignVariables.map((name) => prefix + name)]
  return Object.keys(env).filter((name) => name.startsWith(prefix) && !known.includes(name))
}

export function knownVariables(): string[] {
  return [...textFlags, ...listFlags, ...switchFlags].map(variableName)
}
