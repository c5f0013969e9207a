import type { Run } from '../../lib/model/run.ts'
import { headline, invalidReasons, phaseLines } from '../content/headline.ts'
import { code, markdownTable, prose } from './markup.ts'

/** What was fired at, when, and the phases one by one. */
export function titleSection(run: Run): readonly string[] {
  const { function: name, facts, circumstances } = headline(run)
  const phases = phaseLines(run)
  return [
    `## coldburst: ${code(name)}`,
    [...facts, ...circumstances].map(prose).join(' · '),
    ...(phases.length === 0 ? [] : [phaseTable(phases)]),
  ]
}

const phaseTable = (phases: ReturnType<typeof phaseLines>): string =>
  markdownTable(
    [
      ['Phase', 'left'],
      ['Load', 'left'],
      ['Sent', 'right'],
      ['Starts', 'left'],
    ],
    phases.map(({ name, describes, sent, starts, discarded }) => [
      code(name),
      prose(describes),
      prose(sent),
      discarded ? '_left out_' : prose(starts),
    ]),
  )

/** Why no verdict is given, as one of GitHub's alerts. */
export function validitySection(run: Run): readonly string[] {
  const reasons = invalidReasons(run)
  if (reasons.length === 0) return []
  return [
    [
      '> [!CAUTION]',
      '> **This run is invalid: its numbers are no verdict on the function.**',
      '>',
      ...reasons.map((reason) => `> - ${prose(reason)}`),
    ].join('\n'),
  ]
}
