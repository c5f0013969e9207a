import type { Knee } from '../model/comparison.ts'
import type { Setting } from '../model/comparison-plan.ts'
import type { Entrant } from './field.ts'

/** A gain in speed that is not worth more memory. */
const notWorthMentioning = 0.05

/**
 * The smallest setting for which no larger one is more than 5 % faster. Undefined where more than the memory varies,
 * or nothing does, and where the time is not known: then there is no curve to have a knee.
 */
export function kneeOf(entrants: readonly Entrant[]): Knee | undefined {
  const bySize = entrants
    .flatMap(({ setting, time }) =>
      setting.memoryMb === undefined || time === undefined
        ? []
        : [{ setting, time, memoryMb: setting.memoryMb }],
    )
    .sort((a, b) => a.memoryMb - b.memoryMb)
  if (bySize.length < 2 || bySize.length < entrants.length) return undefined
  if (new Set(bySize.map(({ setting }) => besideMemory(setting))).size > 1) return undefined
  for (const [index, { setting, time }] of bySize.entries()) {
    const larger = bySize.slice(index + 1).map((other) => other.time)
    const beyond = gain(time, Math.min(...larger))
    if (larger.length === 0) return { setting: setting.name }
    if (beyond <= notWorthMentioning) return { setting: setting.name, beyond: Math.max(0, beyond) }
  }
  return undefined
}

const gain = (time: number, faster: number): number => (time === 0 ? 0 : (time - faster) / time)

const besideMemory = ({ architecture, environment = {}, qualifier }: Setting): string =>
  JSON.stringify([architecture, qualifier, Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1))])
