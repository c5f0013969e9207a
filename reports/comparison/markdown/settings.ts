import type { Comparison } from '../../../lib/model/comparison.ts'
import { code, markdownTable, prose } from '../../markdown/markup.ts'
import { type Figure, type SettingRow, settingRows, signNotes } from '../content/rows.ts'
import { isRanked, speedMetric, speedNames } from '../content/standings.ts'

/** A row for every setting; for those that can't be recommended, why. */
export function settingsSection(comparison: Comparison): readonly string[] {
  const rows = settingRows(comparison)
  const notes = signNotes(comparison, rows)
  const cold = rows.some((row) => row.cold.taken)
  const metric = speedNames[speedMetric(comparison)]
  const headings = [
    ['Setting', 'left'],
    ['n', 'right'],
    [`Warm ${metric} p50`, 'right'],
    ['p95', 'right'],
    ...(cold ? ([['Cold response time p50', 'right']] as const) : []),
    ['USD per million', 'right'],
    ['Cost', 'right'],
    ['Time', 'right'],
    ['', 'left'],
  ] as const
  return [
    '### Settings',
    markdownTable(
      headings,
      rows.map((row) =>
        row.hasFigures ? withFigures(row, cold) : unmeasured(row, row.reason ?? '', headings.length),
      ),
    ),
    ...(notes.length === 0 ? [] : [`${notes.map(prose).join(' · ')}.${besideWhom(comparison)}`]),
  ]
}

const besideWhom = (comparison: Comparison): string =>
  isRanked(comparison) ? ' Cost is beside the cheapest, time beside the fastest.' : ''

function withFigures(row: SettingRow, cold: boolean): readonly string[] {
  const strong = (text: string): string => (row.recommended && text !== '' ? `**${text}**` : text)
  const signs = [
    ...(row.reason === undefined ? [] : ['✗']),
    ...(row.recommended ? ['▶'] : []),
    ...(row.onFront ? ['●'] : []),
  ]
  return [
    named([...signs, strong(code(row.name))].join(' '), row),
    row.samples,
    withInterval(row.p50),
    withInterval(row.p95),
    ...(cold ? [withInterval(row.cold)] : []),
    withInterval(row.cost),
    prose(row.price.words),
    prose(row.speed.words),
    [...row.titles, ...(row.reason === undefined ? [] : [row.reason])].map(prose).join(', '),
  ]
}

/** The reason stands in the last column, which has room. */
const unmeasured = (row: SettingRow, reason: string, columns: number): readonly string[] => [
  named(`✗ ${code(row.name)}`, row),
  ...Array.from({ length: columns - 2 }, () => ''),
  prose(reason),
]

/** What a qualifier was stands below its name. */
const named = (name: string, { behind }: SettingRow): string =>
  behind === undefined ? name : `${name}<br>${prose(behind)}`

const withInterval = ({ value, interval }: Figure): string =>
  value === undefined ? '–' : interval === undefined ? prose(value) : `${prose(value)}<br>${prose(interval)}`
