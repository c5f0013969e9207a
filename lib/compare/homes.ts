import type { Block } from '../model/block.ts'

/** Which setting each environment was made for, as far as environments name themselves. */
export interface Homes {
  /**
   * Whether an environment may answer for the block's setting: one of `$LATEST` that has answered for another setting
   * is older than the change, whatever its Memory Size says. Feed it every answer, in the order of the blocks.
   */
  isAtHome(environmentId: string | undefined, block: Pick<Block, 'setting' | 'version'>): boolean
  /** Answers of `$LATEST` that named no environment. */
  readonly nameless: number
}

export function createHomes(): Homes {
  const settings = new Map<string, string>()
  let nameless = 0
  return {
    get nameless() {
      return nameless
    },
    isAtHome(environmentId, { setting, version }) {
      // A published version never changes, and two aliases of one version share its environments.
      if (version !== '$LATEST') return true
      if (environmentId === undefined) {
        nameless += 1
        return true
      }
      const home = settings.get(environmentId)
      if (home === undefined) settings.set(environmentId, setting)
      return home === undefined || home === setting
    },
  }
}
