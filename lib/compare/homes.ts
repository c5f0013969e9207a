import type { Block } from '../model/block.ts'

/** Which setting each environment was made for, as far as environments name themselves. */
export interface Homes {
  /**
   * Whether an environment may answer for the block's setting: one of `$LATEST` that has answered for another setting
   * is older than the change, whatever its Memory Size says. One without a name may answer for any. Ask it of answers
   * in the order in which they ended, warm-ups and failures too: by them an environment gets its home.
   */
  isAtHome(environmentId: string | undefined, block: Pick<Block, 'setting' | 'version'>): boolean
}

export function createHomes(): Homes {
  const settings = new Map<string, string>()
  return {
    isAtHome(environmentId, { setting, version }) {
      // A published version never changes, and two aliases of one version share its environments.
      if (version !== '$LATEST' || environmentId === undefined) return true
      const home = settings.get(environmentId)
      if (home === undefined) settings.set(environmentId, setting)
      return home === undefined || home === setting
    },
  }
}
