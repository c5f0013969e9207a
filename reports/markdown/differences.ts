import type { Difference } from '../../lib/model/difference.ts'
import {
  differenceGroups,
  differenceLegend,
  type DifferenceLine,
  differenceSummary,
  type Judgement,
} from '../content/differences.ts'
import { markdownTable, prose } from './markup.ts'

/** Metric by metric what changed from the baseline to the candidate, with intervals; nothing without differences. */
export function differencesSection(
  differences: readonly Difference[],
  title = 'Differences',
): readonly string[] {
  if (differences.length === 0) return []
  const legend = differenceLegend(differences)
  return [
    `### ${prose(title)}`,
    `Candidate against baseline, 95 % intervals: ${prose(differenceSummary(differences))}.`,
    markdownTable(
      [
        ['', 'left'],
        ['Baseline', 'right'],
        ['Candidate', 'right'],
        ['Change', 'right'],
        ['', 'right'],
        ['95 % interval', 'left'],
        ['', 'left'],
      ],
      differenceGroups(differences).flatMap(({ title: group, observations, lines }) => [
        [`**${prose(group)}**<br>${prose(observations)}`, '', '', '', '', '', ''],
        ...lines.map(rowOf),
      ]),
    ),
    ...(legend.length === 0 ? [] : [legend.map(prose).join('<br>')]),
  ]
}

const rowOf = (line: DifferenceLine): readonly string[] => [
  prose(line.label),
  prose(line.baseline),
  prose(line.candidate),
  prose(line.absolute),
  prose(line.relative),
  [line.interval, line.absoluteInterval]
    .filter((interval, index, all) => interval !== '' && all.indexOf(interval) === index)
    .map(prose)
    .join('<br>'),
  words[line.judgement],
]

const words: Readonly<Record<Judgement, string>> = {
  better: '✅ better',
  worse: '❌ worse',
  level: 'level',
  unknown: '❔ too little to tell',
}
