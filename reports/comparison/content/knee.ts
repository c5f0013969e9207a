import type { Comparison, Ranking } from '../../../lib/model/comparison.ts'
import { comparativeOf, measuredSettings, resultOf } from './standings.ts'
import { faster } from './words.ts'

/** Where more memory stops helping. Of figures that the table calls level it is not said which is faster. */
export function kneeSentence(comparison: Comparison, { knee, fastest, speed }: Ranking): readonly string[] {
  if (knee === undefined || fastest === undefined) return []
  const { setting: name, beyond } = knee
  const isSlower = (other: string): boolean => comparativeOf(speed, other)?.verdict === 'higher'
  if (beyond === undefined) {
    const others = othersThan(comparison, name)
    return others.length > 0 && others.every(isSlower)
      ? [`Still getting faster at ${name}, the largest size compared.`]
      : []
  }
  // Where the knee is not the fastest itself, that is a larger one.
  const isFastest = fastest.setting === name
  const isShown = isFastest ? largerThan(comparison, name).every(isSlower) : isSlower(name)
  if (!isShown) return [`Beyond ${name} nothing is shown to be faster.`]
  if (isFastest || beyond < 0.000_5) return [`Beyond ${name} nothing gets faster.`]
  return [`Beyond ${name} it hardly gets faster: ${fastest.setting} is ${faster(-beyond)}.`]
}

const othersThan = (comparison: Comparison, name: string): readonly string[] =>
  measuredSettings(comparison)
    .map(({ setting }) => setting.name)
    .filter((other) => other !== name)

function largerThan(comparison: Comparison, name: string): readonly string[] {
  const memoryOf = (setting: string): number => resultOf(comparison, setting)?.setting.memoryMb ?? 0
  return othersThan(comparison, name).filter((other) => memoryOf(other) > memoryOf(name))
}
