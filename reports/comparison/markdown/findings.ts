import type { Comparison } from '../../../lib/model/comparison.ts'
import type { VerdictLine } from '../../content/thresholds.ts'
import { differencesSection } from '../../markdown/differences.ts'
import { bullets, code, markdownTable, prose } from '../../markdown/markup.ts'
import { findings } from '../content/findings.ts'
import { limitLines, limitSummary } from '../content/limits.ts'

/** Who is level, where more memory stops helping, where speed is free. */
export function findingsSection(comparison: Comparison): readonly string[] {
  const sentences = findings(comparison)
  return sentences.length === 0 ? [] : [bullets(sentences.map(prose))]
}

/** What became of each limit, setting by setting; nothing when there are none. */
export function limitsSection(comparison: Comparison): readonly string[] {
  const lines = limitLines(comparison)
  if (lines.length === 0) return []
  return [
    '### Limits',
    `${prose(limitSummary(comparison))}.`,
    markdownTable(
      [
        ['', 'left'],
        ['Limit', 'left'],
        ['Setting', 'left'],
        ['Actual', 'right'],
        ['95 % interval', 'left'],
        ['Of', 'right'],
      ],
      lines.map((line) => [
        symbols[line.kind],
        line.first ? code(line.gate) : '',
        `${code(line.setting)}${line.why === undefined ? '' : `<br>${prose(line.why)}`}`,
        prose(line.actual),
        prose(line.interval),
        prose(line.observations),
      ]),
    ),
  ]
}

const symbols: Readonly<Record<VerdictLine['kind'], string>> = { pass: '✅', fail: '❌', inconclusive: '❔' }

/** Of every later qualifier against the first, metric by metric; nothing where settings are not qualifiers. */
export const differencesSections = (comparison: Comparison): readonly string[] =>
  differencesSection(comparison.differences.map(({ differences, ...sides }) => ({ differences, sides })))
