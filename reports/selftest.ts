import type { CheckResult, HonestRate, NumberRow, Row, RowVerdict, Selftest } from '../lib/model/selftest.ts'
import { formatCount, formatDuration, formatNumber, formatPercent, plural } from './quantities.ts'
import { type Cell, type Column, table, wrap } from './table.ts'
import { cell, createStyle, heading, indented, proseWidth, type Style } from './terminal/style.ts'
import { asciiOnly, cleanLine } from './untrusted.ts'

export interface SelftestOptions {
  readonly width: number
  readonly color: boolean
  readonly unicode: boolean
}

/** What theory says and what was measured, check by check, for a terminal. */
export function selftestReport(selftest: Selftest, options: SelftestOptions): string {
  const style = createStyle(options)
  const sections = [
    opening(selftest, style),
    ...selftest.checks.map((check) => checkSection(check, style)),
    rateSection(selftest.honestRate, style),
    closing(selftest, style),
  ]
  const drawn = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
  return `${options.unicode ? drawn : asciiOnly(drawn)}\n`
}

function opening({ tool, machine, startedAt, durationMs }: Selftest, style: Style): readonly string[] {
  const { wakeUp } = machine
  const woke =
    wakeUp === undefined
      ? []
      : [
          `a thread that only slept woke late by ${formatDuration(wakeUp.p50)} (p50), ` +
            `${formatDuration(wakeUp.p99)} (p99), ${formatDuration(wakeUp.max)} (max)`,
        ]
  const facts = [
    `${cleanLine(machine.processor)}, ${plural(tool.cpus, 'core')}, ${machine.memoryGb} GB`,
    `${cleanLine(machine.system)}, Node ${tool.node}`,
    `${startedAt.slice(0, 16).replace('T', ' ')} UTC, ${formatDuration(durationMs * 1_000)}`,
  ]
  return [
    ...heading(style, `coldburst ${tool.version} selftest`, facts),
    ...woke.flatMap((sentence) => indented(style, 2, sentence, style.dim)),
  ]
}

const columns: readonly Column[] = [
  { align: 'left', shrinks: true },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'left' },
]

function checkSection(check: CheckResult, style: Style): readonly string[] {
  const { id, title, setup, rows, attempts, skipped } = check
  const [first = '', ...rest] = wrap(title, proseWidth(style) - 5)
  const head = [
    `${style.bold(id.padEnd(4))} ${style.bold(first)}`,
    ...rest.map((line) => `     ${style.bold(line)}`),
    ...indented(style, 5, attempts > 1 ? `${setup} (run ${attempts} times)` : setup, style.dim),
  ]
  if (skipped !== undefined) return [...head, ...indented(style, 5, `skipped: ${skipped}`, style.dim)]
  const titles = ['', 'claimed', 'measured', 'error'].map((name) => cell(name, style.dim))
  const lines = [titles, ...rows.map((row) => cellsOf(row, style))]
  return [...head, ...table(columns, lines, { width: Math.min(style.width, proseWidth(style)), indent: 5 })]
}

function cellsOf(row: Row, style: Style): readonly Cell[] {
  const verdict = cell(`${signs[row.verdict]} ${row.verdict}`, paintOf(row.verdict, style))
  if (row.kind === 'fact') return [cell(row.what), cell(row.claimed), cell(row.measured), cell(''), verdict]
  const { what, claimed, measured, relation } = row
  const bound = relation === 'equal' ? '' : relation === 'at-least' ? '≥ ' : '≤ '
  return [
    cell(what),
    cell(bound + print(row, claimed)),
    measured === undefined ? cell('none', style.bad) : cell(print(row, measured)),
    cell(errorText(row), style.dim),
    verdict,
  ]
}

const signs: Readonly<Record<RowVerdict, string>> = { ok: '✓', off: '✗', 'too noisy': '~', skipped: '–' }

function paintOf(verdict: RowVerdict, style: Style): (text: string) => string {
  switch (verdict) {
    case 'ok':
      return style.good
    case 'off':
      return style.bad
    case 'too noisy':
      return style.doubtful
    case 'skipped':
      return style.dim
    default:
      return verdict satisfies never
  }
}

function print({ unit }: NumberRow, value: number): string {
  switch (unit) {
    case 'µs':
      return formatDuration(value, 4)
    case 'count':
      return formatCount(value)
    case 'ratio':
      return formatPercent(value)
    case 'number':
      return formatNumber(value)
    default:
      return unit satisfies never
  }
}

/** With its sign; for a bound only what lies beyond it. */
function errorText(row: NumberRow): string {
  const { measured, claimed, relation } = row
  if (measured === undefined) return ''
  const error = measured - claimed
  const counts = relation === 'equal' || (relation === 'at-least' ? error < 0 : error > 0)
  if (!counts) return ''
  if (error === 0) return '0'
  const size = print(row, Math.abs(error))
  return `${error < 0 ? '-' : '+'}${size}`
}

function rateSection(rate: HonestRate | undefined, style: Style): readonly string[] {
  if (rate === undefined) return []
  const { perSecond, limit, tried } = rate
  const found =
    perSecond === undefined
      ? 'none that was tried: not even the lowest keeps its schedule'
      : `${formatCount(perSecond)} invocations per second from one thread, with schedule lag p99 below 1 ms`
  const beyond = perSecond === undefined ? 'The lowest' : 'Beyond it'
  const next = limit === undefined ? 'No higher rate was tried.' : `${beyond}: ${cleanLine(limit)}.`
  return [
    ...heading(style, 'Highest honest rate', [`${tried.length} rates tried`]),
    ...indented(style, 5, found, style.bold),
    ...indented(style, 5, next, style.dim),
  ]
}

function closing({ checks, ended }: Selftest, style: Style): readonly string[] {
  const counted = (['ok', 'off', 'too noisy', 'skipped'] as const).flatMap((verdict) => {
    const count = checks.filter((check) => check.verdict === verdict).length
    return count === 0 ? [] : [paintOf(verdict, style)(`${count} ${verdict}`)]
  })
  const interrupted = ended === 'interrupted' ? ['Interrupted: the other checks were not run.'] : []
  const off = checks.filter(({ verdict }) => verdict === 'off').map(({ id }) => id)
  const doubt =
    off.length === 0
      ? []
      : indented(
          style,
          0,
          `On this machine, don't believe what coldburst says of ${off.join(', ')}.`,
          style.bad,
        )
  const busy = checks.some(({ verdict }) => verdict === 'too noisy')
    ? indented(
        style,
        0,
        'Too noisy: other work held this machine up meanwhile. Run it again when it has none.',
        style.dim,
      )
    : []
  const summary = counted.length === 0 ? [] : [`${plural(checks.length, 'check')}: ${counted.join(', ')}`]
  return [...summary, ...doubt, ...busy, ...interrupted]
}
