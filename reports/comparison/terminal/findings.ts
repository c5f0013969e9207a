import type { Comparison } from '../../../lib/model/comparison.ts'
import { truncate } from '../../table.ts'
import { differencesSection } from '../../terminal/differences.ts'
import { bulleted, heading, type Style } from '../../terminal/style.ts'
import { findings } from '../content/findings.ts'

/** Who is level, where more memory stops helping, where speed is free. */
export function findingsSection(comparison: Comparison, style: Style): readonly string[] {
  const sentences = findings(comparison)
  return sentences.length === 0
    ? []
    : [
        ...heading(style, 'Findings'),
        ...sentences.flatMap((sentence) => bulleted(style, style.dim('·'), sentence)),
      ]
}

/** Of every later qualifier against the first, metric by metric; nothing where settings are not qualifiers. */
export const differencesSections = (comparison: Comparison, style: Style): readonly string[] =>
  differencesSection(
    comparison.differences.map(({ baseline, candidate, differences }) => ({
      differences,
      sides: { baseline: truncate(baseline, 24), candidate: truncate(candidate, 24) },
    })),
    style,
  )
