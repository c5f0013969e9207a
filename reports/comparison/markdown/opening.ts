import type { Comparison } from '../../../lib/model/comparison.ts'
import { invalidReasons } from '../../content/headline.ts'
import { code, prose } from '../../markdown/markup.ts'
import { comparisonHeadline, designParts, leftBehind, saturation } from '../content/opening.ts'
import { sameVersionSentences } from '../content/qualifiers.ts'
import { advice } from '../content/recommendation.ts'

/** What was compared, where and when, and by how many samples. */
export function titleSection(comparison: Comparison): readonly string[] {
  const { function: name, facts, circumstances } = comparisonHeadline(comparison)
  return [
    `## coldburst compare: ${code(name)}`,
    `${[...facts, ...circumstances].map(prose).join(' · ')}<br>${designParts(comparison).map(prose).join(' · ')}`,
  ]
}

/** Why no verdict is given, as one of GitHub's alerts. */
export function validitySection(comparison: Comparison): readonly string[] {
  const reasons = invalidReasons(comparison)
  if (reasons.length === 0) return []
  return [
    [
      '> [!CAUTION]',
      '> **This comparison is invalid: its numbers are no verdict on the settings.**',
      '>',
      ...reasons.map((reason) => `> - ${prose(reason)}`),
    ].join('\n'),
  ]
}

/** What was not put back. */
export function leftSection(comparison: Comparison): readonly string[] {
  const left = leftBehind(comparison)
  return left === undefined ? [] : [`> [!CAUTION]\n> **${prose(left)}**`]
}

/** That the machine was too small for a part of the comparison. */
export function saturationSection(comparison: Comparison): readonly string[] {
  const mark = saturation(comparison)
  return mark === undefined ? [] : [`> ⚠️ **${prose(mark)}**`]
}

/** That two qualifiers are one version. */
export const sameVersionSection = (comparison: Comparison): readonly string[] =>
  sameVersionSentences(comparison).map((sentence) => `> ⚠️ **${prose(sentence)}**`)

/** What to set, in a sentence or two; or why there is nothing to say. */
export function adviceSection(comparison: Comparison): readonly string[] {
  const { recommends, sentences } = advice(comparison)
  const [first = '', ...rest] = sentences
  return [[`${recommends ? '✅' : '⚠️'} **${prose(first)}**`, ...rest.map(prose)].join(' ')]
}
