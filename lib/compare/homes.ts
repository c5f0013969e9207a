import type { Block } from '../model/block.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import type { ProbeFields } from '../model/markers.ts'

/** In place only the process that answers tells settings apart that share a Memory Size. */
export const needsHomes = ({ staging, settings }: Pick<ComparisonPlan, 'staging' | 'settings'>): boolean =>
  staging === 'in-place' &&
  settings.some(({ architecture, environment }) => architecture !== undefined || environment !== undefined)

/** The homes of a comparison's processes, none of which has been seen yet. */
export const homesOf = (plan: Pick<ComparisonPlan, 'staging' | 'settings'>): Homes =>
  createHomes({ inPlace: plan.staging === 'in-place', newOnly: needsHomes(plan) })

/** Which setting each process was started for, as far as the probe names it. */
export interface Homes {
  /**
   * Whether the process that answered may do so for the block's setting: one of `$LATEST` that has answered for another
   * setting is older than the change, whatever its Memory Size says. Where no probe tells, any may. Ask it of answers
   * in the order in which they ended, warm-ups and failures too: by them a process gets its home.
   */
  isAtHome(probe: ProbeFields | undefined, block: Pick<Block, 'setting' | 'version'>): boolean
  /** Whether an answer is of the block's setting only if a REPORT line says the setting's Memory Size. */
  wantsMemory(probe: ProbeFields | undefined): boolean
}

interface HomesOptions {
  readonly inPlace?: boolean
  readonly newOnly?: boolean
}

/**
 * `inPlace`: settings follow each other in `$LATEST`.
 * `newOnly`: a process that had been called before it was first seen is at home nowhere. It may be older than the
 * change; that somebody else may have called it since costs samples, but believes nothing that is not shown.
 */
export function createHomes({ inPlace = false, newOnly = false }: HomesOptions = {}): Homes {
  const settings = new Map<string, string | undefined>()
  return {
    isAtHome(probe, { setting, version }) {
      // A published version never changes, and two aliases of one version share its environments.
      if (version !== '$LATEST' || probe === undefined) return true
      const name = nameOf(probe)
      if (!settings.has(name)) settings.set(name, newOnly && probe.call > 1 ? undefined : setting)
      return settings.get(name) === setting
    },
    // A process that was seen to be new at a setting has its memory, too.
    wantsMemory: (probe) => inPlace && !(newOnly && probe !== undefined),
  }
}

/**
 * A process can't change its configuration. An environment's id alone would not do: where it is kept in temporary
 * files, those may outlive the change, and a snapshot gives the id of a process to all its clones.
 */
const nameOf = ({ environmentId, processId }: ProbeFields): string =>
  JSON.stringify([environmentId, processId])
