import type { Difference } from '../../lib/model/difference.ts'
import {
  type Compared,
  differenceGroups,
  differenceLegend,
  type DifferenceLine,
  differenceSummary,
  type Judgement,
} from '../content/differences.ts'
import { code, markdownTable, prose } from './markup.ts'

/**
 * Metric by metric what changed from the baseline to the candidate, with intervals, and once for all what the signs
 * mean; nothing without differences.
 */
export function differencesSection(compared: readonly Compared[]): readonly string[] {
  const tables = compared.filter(({ differences }) => differences.length > 0)
  const all = tables.flatMap(({ differences }) => differences)
  const legend = differenceLegend(all)
  return [
    ...tables.flatMap((one) => titledTable(one, all)),
    ...(legend.length === 0 ? [] : [legend.map(prose).join('<br>')]),
  ]
}

/** Sides that have names are called by them. */
function titledTable({ differences, sides }: Compared, all: readonly Difference[]): readonly string[] {
  const summary = `95 % intervals: ${prose(differenceSummary(differences))}.`
  return [
    ...(sides === undefined
      ? ['### Differences', `Candidate against baseline, ${summary}`]
      : [`### ${code(sides.candidate)} against ${code(sides.baseline)}`, summary]),
    markdownTable(
      [
        ['', 'left'],
        [sides === undefined ? 'Baseline' : code(sides.baseline), 'right'],
        [sides === undefined ? 'Candidate' : code(sides.candidate), 'right'],
        ['Change', 'right'],
        ['', 'right'],
        ['95 % interval', 'left'],
        ['', 'left'],
      ],
      differenceGroups(differences, all).flatMap(({ title: group, observations, lines }) => [
        [`**${prose(group)}**<br>${prose(observations)}`, '', '', '', '', '', ''],
        ...lines.map(rowOf),
      ]),
    ),
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
