import type { Block } from '../model/block.ts'
import type { ProbeFields } from '../model/markers.ts'

/** Which setting each process was started for, as far as the probe names it. */
export interface Homes {
  /**
   * Whether the process that answered may do so for the block's setting: one of `$LATEST` that has answered for another
   * setting is older than the change, whatever its Memory Size says. Where no probe tells, any may. Ask it of answers
   * in the order in which they ended, warm-ups and failures too: by them a process gets its home.
   */
  isAtHome(probe: ProbeFields | undefined, block: Pick<Block, 'setting' | 'version'>): boolean
}

export function createHomes(): Homes {
  const settings = new Map<string, string>()
  return {
    isAtHome(probe, { setting, version }) {
      // A published version never changes, and two aliases of one version share its environments.
      if (version !== '$LATEST' || probe === undefined) return true
      const name = nameOf(probe)
      const home = settings.get(name)
      if (home === undefined) settings.set(name, setting)
      return home === undefined || home === setting
    },
  }
}

/**
 * A process can't change its configuration. An environment's id alone would not do: where it is kept in temporary
 * files, those may outlive the change, and a snapshot gives the id of a process to all its clones.
 */
const nameOf = ({ environmentId, processId }: ProbeFields): string =>
  JSON.stringify([environmentId, processId])
