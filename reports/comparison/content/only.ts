import type { Comparison, Fate, SettingResult } from '../../../lib/model/comparison.ts'
import { failureWords } from '../../../lib/compare/failure-words.ts'
import { limitSentence } from './limits.ts'
import { hasFigures, resultOf } from './standings.ts'

/** «the only one that works», where all others fail and none has figures; and which limit it holds. */
export function onlyOne(comparison: Comparison, name: string): string {
  const only = `the only one that ${distinction(othersThan(comparison, name))}`
  const limits = resultOf(comparison, name)?.limits ?? []
  return limits.length === 0 ? only : `${only}, and it holds ${limitSentence(comparison, name)}`
}

function distinction(others: readonly SettingResult[]): string {
  if (others.some(hasFigures)) return 'does not fail too often'
  return others.every(({ fate }) => fate.kind === 'failing') ? 'works' : 'could be measured'
}

/** «; 128 MB runs into Runtime.OutOfMemory, arm64 was skipped» */
export function whatBecameOfOthers(comparison: Comparison, name: string): string {
  const words = othersThan(comparison, name).map(({ setting, fate }) => `${setting.name} ${becomes(fate)}`)
  return words.length === 0 ? '' : `; ${words.join(', ')}`
}

const othersThan = ({ settings }: Comparison, name: string): readonly SettingResult[] =>
  settings.filter(({ setting }) => setting.name !== name)

/** In short: the table says more of it. */
function becomes(fate: Fate): string {
  switch (fate.kind) {
    case 'failing':
      return `runs into ${fate.name === '' ? 'errors without a name' : failureWords(fate)}`
    case 'skipped':
      return 'was skipped'
    case 'unmeasured':
      return 'has no sample'
    case 'measured':
      return 'was measured'
    default:
      return fate satisfies never
  }
}
