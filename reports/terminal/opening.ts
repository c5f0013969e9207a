import type { Run } from '../../lib/model/run.ts'
import { headline, invalidReasons, phaseLines } from '../content/headline.ts'
import { flow, table } from '../table.ts'
import { bulleted, cell, proseWidth, separator, type Style } from './style.ts'

/** Why no verdict is given; nothing when the run is valid. */
export function validitySection(run: Run, style: Style): readonly string[] {
  const reasons = invalidReasons(run)
  if (reasons.length === 0) return []
  return [
    style.bad(style.bold('✗ This run is invalid: its numbers are no verdict on the function.')),
    ...reasons.flatMap((reason) => bulleted(style, '·', reason)),
  ]
}

/** What was fired at, when, and the phases one by one. */
export function titleSection(run: Run, style: Style): readonly string[] {
  const { function: name, facts, circumstances } = headline(run)
  const [first = '', ...rest] = facts
  const title = flow([`${name}  ${first}`, ...rest], separator, proseWidth(style))
  return [
    ...title.map((line) => (line.startsWith(name) ? style.bold(name) + line.slice(name.length) : line)),
    ...flow(circumstances, separator, proseWidth(style)).map(style.dim),
    ...phaseTable(run, style),
  ]
}

function phaseTable(run: Run, style: Style): readonly string[] {
  const rows = phaseLines(run).map((phase) => {
    const paint = phase.discarded ? style.dim : undefined
    return [
      cell(phase.name, paint),
      cell(phase.describes, paint),
      cell(phase.sent, paint),
      cell(phase.discarded ? 'left out' : phase.starts, paint),
    ]
  })
  if (rows.length === 0) return []
  const columns = [
    { align: 'left', shrinks: true },
    { align: 'left', shrinks: true },
    { align: 'right' },
    { align: 'left', shrinks: true },
  ] as const
  return ['', ...table(columns, rows, { width: style.width, indent: 2 })]
}
