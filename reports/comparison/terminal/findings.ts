import type { Comparison } from '../../../lib/model/comparison.ts'
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
