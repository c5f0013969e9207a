import stringWidth from 'string-width'
import type { Difference } from '../../lib/model/difference.ts'
import {
  type Compared,
  differenceGroups,
  type DifferenceGroup,
  differenceLegend,
  type DifferenceLine,
  differenceSummary,
  type Judgement,
  type Sides,
} from '../content/differences.ts'
import { type Cell, flow, table, tableWidth } from '../table.ts'
import { cell, heading, indented, type Style } from './style.ts'

/**
 * Metric by metric what changed from the baseline to the candidate, with intervals, and once for all what the signs
 * mean; nothing without differences.
 */
export function differencesSection(compared: readonly Compared[], style: Style): readonly string[] {
  const tables = compared.filter(({ differences }) => differences.length > 0)
  const all = tables.flatMap(({ differences }) => differences)
  const legend = differenceLegend(all)
  return [
    ...tables.flatMap((one, index) => [...(index === 0 ? [] : ['']), ...titledTable(one, all, style)]),
    ...legend.flatMap((sentence) => indented(style, 2, sentence, style.dim)),
  ]
}

/** Sides that have names are called by them. */
function titledTable(
  { differences, sides: named }: Compared,
  all: readonly Difference[],
  style: Style,
): readonly string[] {
  const groups = differenceGroups(differences, all)
  const sides = named !== undefined && areShort(named) ? named : unnamed
  return [
    ...heading(style, named === undefined ? 'Differences' : against(named), [
      ...(sides === named ? [] : [against(sides)]),
      '95 % intervals',
      differenceSummary(differences),
    ]),
    ...(fits(groups, sides, style) ? asTable(groups, sides, style) : asLines(groups, sides, style)),
  ]
}

const unnamed: Sides = { baseline: 'baseline', candidate: 'candidate' }

const against = ({ baseline, candidate }: Sides): string => `${candidate} against ${baseline}`

/** Longer names would take the room of the figures, and cut they might be the same. */
const areShort = ({ baseline, candidate }: Sides): boolean =>
  [baseline, candidate].every((name) => stringWidth(name) <= longestName)

const longestName = 10

const indent = 2

const columns = [
  { align: 'left' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'left' },
  { align: 'left' },
] as const

const fits = (groups: readonly DifferenceGroup[], sides: Sides, style: Style): boolean =>
  tableWidth(columns, rowsOf(groups, sides, style)) + indent <= style.width

/** One table, so that the columns of all groups stand below each other, with the title of each group above it. */
function asTable(groups: readonly DifferenceGroup[], sides: Sides, style: Style): readonly string[] {
  const [head = '', ...drawn] = table(columns, rowsOf(groups, sides, style), { width: style.width, indent })
  let next = 0
  return [
    head,
    ...groups.flatMap((group) => {
      const lines = drawn.slice(next, (next += group.lines.length))
      return [groupTitle(group, style), ...lines]
    }),
  ]
}

const rowsOf = (
  groups: readonly DifferenceGroup[],
  { baseline, candidate }: Sides,
  style: Style,
): readonly (readonly Cell[])[] => [
  ['', baseline, candidate, 'change', '', '', ''].map((name) => cell(name, style.dim)),
  ...groups.flatMap(({ lines }) => lines.map((line) => rowOf(line, style))),
]

function rowOf(line: DifferenceLine, style: Style): readonly Cell[] {
  const paint = paintOf(line.judgement, style)
  return [
    cell(`  ${line.label}`),
    cell(line.baseline),
    cell(line.candidate),
    cell(line.absolute, paint),
    cell(line.relative, paint),
    cell(line.interval, line.judgement === 'unknown' ? style.doubtful : style.dim),
    cell(words[line.judgement], paint),
  ]
}

const groupTitle = ({ title, observations }: DifferenceGroup, style: Style): string =>
  `  ${title}  ${style.dim(observations)}`

/** For numbers too wide for a table: they are never cut. */
const asLines = (groups: readonly DifferenceGroup[], names: Sides, style: Style): readonly string[] =>
  groups.flatMap((group) => [
    groupTitle(group, style),
    ...group.lines.flatMap(({ label, baseline, candidate, absolute, relative, interval, judgement }) => {
      const sides = [`${names.baseline} ${baseline}`, `${names.candidate} ${candidate}`]
      const parts = [label, ...sides, absolute, relative, interval, words[judgement]].filter(
        (part) => part !== '',
      )
      return flow(parts, '  ', style.width - 4).map((part) => `    ${part}`)
    }),
  ])

const words: Readonly<Record<Judgement, string>> = {
  better: 'better',
  worse: 'worse',
  level: 'level',
  unknown: '',
}

function paintOf(judgement: Judgement, style: Style): (text: string) => string {
  switch (judgement) {
    case 'better':
      return style.good
    case 'worse':
      return style.bad
    case 'level':
    case 'unknown':
      return style.dim
    default:
      return judgement satisfies never
  }
}
