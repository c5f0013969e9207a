import type { Bench } from './bench.ts'
import { contentOf } from './content.ts'
import { nonce } from './marks.ts'
import type { Placed, Stage } from './stage.ts'

/**
 * Each setting as `$LATEST` itself, which is changed whenever another one is wanted, or environments that nobody has
 * invoked. That a change ends the environments of before is not taken for granted: what answers is looked at.
 */
export function inPlaceStage(bench: Bench): Stage {
  const { id, was, latest } = bench
  let current: string | undefined
  let changes = 0
  let kept = false

  return {
    get calls() {
      return bench.calls
    },
    found: [],
    newAlias: bench.newAlias,
    current: bench.current,
    async prepare(_needs, signal) {
      if (kept) return
      await bench.working(signal, (plane) => bench.keepOriginal(plane))
      kept = true
    },
    async place(setting, fresh, signal) {
      const why = bench.refusalOf(setting)
      if (why !== undefined) return { kind: 'refused', why }
      return bench.working(signal, (plane) =>
        bench.attempt(setting, async (): Promise<Placed> => {
          const memoryMb = setting.memoryMb ?? was.memoryMb
          const placed = { kind: 'placed', version: '$LATEST', memoryMb } as const
          if (current === setting.name && !fresh) return placed
          // Of a change that fails half way nobody knows which setting is there.
          current = undefined
          changes += 1
          await latest.change(plane, contentOf(was, setting, nonce(id, changes)))
          current = setting.name
          return placed
        }),
      )
    },
    putBack: () => bench.putBack(),
  }
}
