import type { Staging } from '../model/comparison-plan.ts'
import { fewestHosts } from '../model/hosts.ts'
import { countInWords } from '../summary/in-words.ts'

/** What is known of the environments that gave a setting's warm samples. */
export interface Served {
  readonly setting: string
  /** The version that all of them were, where it is known. */
  readonly version?: string | undefined
  /** Undefined where a sample named none. */
  readonly environments?: number | undefined
  /** The most invocations that were in flight at one time; undefined where nobody counted. */
  readonly atOnce?: number | undefined
}

/**
 * A sentence where qualifiers were served by so few environments that their hosts may be all they differ by. Other
 * settings have versions of their own, as many as that takes.
 */
export function fewHosts(staging: Staging, served: readonly Served[]): string | undefined {
  if (staging !== 'none' || served.length < 2 || areOneVersion(served)) return undefined
  const few = served.filter(isFew)
  if (few.length === 0) return undefined
  const atOnce = Math.max(...few.map(({ atOnce = 1 }) => atOnce))
  const more = atOnce < fewestHosts ? fewestHosts : 2 * atOnce
  return (
    `${few.map(inWords).join(', ')}: what their hosts differ by can't be told from what the versions differ by; ` +
    `fire more at once (-c ${more}).`
  )
}

/** Aliases of one version are served by the same environments. */
function areOneVersion([first, ...others]: readonly Served[]): boolean {
  return first?.version !== undefined && others.every(({ version }) => version === first.version)
}

/** Each in flight takes an environment of its own, so that these tell where nothing names them. */
const isFew = ({ environments, atOnce }: Served): boolean =>
  (environments ?? atOnce ?? fewestHosts) < fewestHosts

function inWords({ setting, environments, atOnce = 0 }: Served): string {
  if (environments === undefined)
    return `${setting} named no environment and had ${oneOr(atOnce)} in flight at most`
  return `${setting} was served by ${oneOr(environments)} ${environments === 1 ? 'environment' : 'environments'}`
}

const oneOr = (count: number): string => (count === 1 ? 'one' : countInWords(count))
