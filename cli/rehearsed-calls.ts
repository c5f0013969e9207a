import type { RehearsedCall } from '../lib/settings/rehearse.ts'
import type { RehearsedApplying } from '../lib/settings/rehearse-applying.ts'
import { formatCount } from '../reports/quantities.ts'
import { wrap } from '../reports/table.ts'
import { proseWidth, type Style } from '../reports/terminal/style.ts'
import { cleanLine } from '../reports/untrusted.ts'
import { foldCalls, tallyCalls } from './fold-calls.ts'

/** Every call, numbered through, below when it is made; what repeats itself stands there once. */
export function rehearsedCallLines(calls: readonly RehearsedCall[], style: Style): readonly string[] {
  const [width, digits] = [proseWidth(style), formatCount(calls.length).length]
  return sections.flatMap(({ during, title, draw }) => {
    const own = calls.filter((call) => call.during === during)
    const first = calls.findIndex((call) => call.during === during) + 1
    if (own.length === 0) return []
    return ['', style.bold(`${title}: ${range(first, own.length)}`), ...draw(own, { width, digits, first })]
  })
}

/** What follows where a setting is recommended and confirmed. */
export function applyingLines({ setting, calls }: RehearsedApplying, style: Style): readonly string[] {
  if (calls.length === 0) return []
  const page = { width: proseWidth(style), digits: formatCount(calls.length).length, first: 1 }
  const title = cleanLine(`If a setting is recommended and confirmed, such as ${setting}`)
  return ['', style.bold(`${title}: ${range(1, calls.length)}`), ...inOrder(calls, page)]
}

interface Section {
  readonly during: RehearsedCall['during']
  readonly title: string
  readonly draw: (calls: readonly RehearsedCall[], page: Page) => readonly string[]
}

interface Page {
  readonly width: number
  /** Of the highest number. */
  readonly digits: number
  /** The number of the first call. */
  readonly first: number
}

const sections: readonly Section[] = [
  { during: 'preparing', title: 'Before anything is fired', draw: inOrder },
  { during: 'firing', title: 'From block to block, in random order', draw: tallied },
  { during: 'putting-back', title: 'Afterwards', draw: inOrder },
]

function inOrder(calls: readonly RehearsedCall[], page: Page): readonly string[] {
  let next = page.first
  return foldCalls(calls).flatMap(({ calls: shown, times }) => {
    const lines = shown.flatMap(({ operation, says }, index) =>
      callLines({ label: formatCount(next + index), operation, says }, page),
    )
    const more = range(next + shown.length, shown.length * (times - 1))
    next += shown.length * times
    if (times === 1) return lines
    const again = times === 2 ? 'once more' : `${formatCount(times - 1)} more times`
    const numbers = shown.some(({ says, alike }) => says !== alike) ? ' with the next numbers' : ''
    return [...lines, `${' '.repeat(page.digits + 4)}… ${again}${numbers}: ${more}`]
  })
}

/** The order is that of the blocks: what it comes to says more. */
function tallied(calls: readonly RehearsedCall[], page: Page): readonly string[] {
  const kinds = tallyCalls(calls)
  const labels = kinds.map(({ times }) => `${formatCount(times)} ×`)
  const digits = Math.max(...labels.map(({ length }) => length))
  return kinds.flatMap(({ call: { operation, alike } }, index) =>
    callLines({ label: labels[index] ?? '', operation, says: alike }, { ...page, digits }),
  )
}

const range = (first: number, count: number): string =>
  count === 1 ? formatCount(first) : `${formatCount(first)} to ${formatCount(first + count - 1)}`

interface Line {
  readonly label: string
  readonly operation: string
  readonly says: string
}

/** What a call says stands below it where there is no room beside it. */
function callLines(
  { label, operation, says }: Line,
  { width, digits }: Omit<Page, 'first'>,
): readonly string[] {
  const clean = cleanLine(says)
  const margin = digits + 4
  const place = `  ${label.padStart(digits)}  `
  const whole = `${operation}  ${clean}`.trimEnd()
  if (wrap(whole, width - margin).length === 1) return [place + whole]
  const below = wrap(clean, width - margin - 2)
  return [place + operation, ...below.map((line) => ' '.repeat(margin + 2) + line)]
}
