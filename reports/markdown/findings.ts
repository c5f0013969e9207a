import type { Run } from '../../lib/model/run.ts'
import { latencyRows, type Percentile, unresolvedNote } from '../content/latency.ts'
import { environmentSentences, growthSentences, ranCount, startLines } from '../content/starts.ts'
import { formatCount } from '../quantities.ts'
import { bullets, markdownTable, prose } from './markup.ts'

/** Cold and warm with their shares, the environments, and what grows in them. */
export function startsSection(run: Run): readonly string[] {
  const ran = ranCount(run)
  if (ran === 0) return ['### Starts', 'Nothing ran.']
  const sentences = [
    ...environmentSentences(run).map(prose),
    ...growthSentences(run).map((sentence) => `⚠️ **${prose(sentence)}**`),
  ]
  return [
    '### Starts',
    markdownTable(
      [
        ['Start', 'left'],
        ['Count', 'right'],
        [`Of ${formatCount(ran)} that ran`, 'right'],
      ],
      startLines(run).map(({ kind, count, percent }) => [kind, count, prose(percent)]),
    ),
    ...(sentences.length === 0 ? [] : [bullets(sentences)]),
  ]
}

/** How long it took, by metric and kind of start, with intervals. */
export function latencySection(run: Run): readonly string[] {
  const rows = latencyRows(run)
  if (rows.length === 0) return []
  const note = unresolvedNote(rows)
  return [
    '### Latency',
    markdownTable(
      [
        ['', 'left'],
        ['Start', 'left'],
        ['Count', 'right'],
        ['min', 'right'],
        ['p50 (95 % interval)', 'right'],
        ['p90', 'right'],
        ['p99 (95 % interval)', 'right'],
        ['max', 'right'],
      ],
      rows.map(({ metric, start, count, min, p50, p90, p99, max }, index) => [
        metric === rows[index - 1]?.metric ? '' : metric,
        start,
        count,
        min,
        withInterval(p50),
        p90.value ?? '–',
        withInterval(p99),
        max,
      ]),
    ),
    ...(note === undefined ? [] : [`– ${prose(note)}`]),
  ]
}

const withInterval = ({ value, interval }: Percentile): string =>
  value === undefined ? '–' : interval === undefined ? value : `${value} (${prose(interval)})`
