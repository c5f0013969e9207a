import type { Run } from '../../lib/model/run.ts'
import {
  mechanismLines,
  saturationMark,
  saturationSentences,
  shareHeadings,
  shareLines,
  shareNotes,
} from '../content/local-lambda.ts'
import { bullets, code, markdownTable, prose } from './markup.ts'

/** That the machine was too small for a part of the run; nothing when it was not. */
export function saturationSection(run: Run): readonly string[] {
  const mark = saturationMark(run)
  return mark === undefined ? [] : [`> ⚠️ **${prose(mark)}**`]
}

/** By which means the local Lambda held functions to their settings, and what CPU share they got. */
export function localLambdaSection(run: Run): readonly string[] {
  if (run.emulation === undefined) return []
  const saturation = saturationSentences(run)
  return [
    '### Local Lambda',
    ...(saturation.length === 0 ? [] : [`⚠️ ${saturation.map(prose).join(' ')}`]),
    bullets(
      mechanismLines(run).map(
        ({ label, means, degraded }) =>
          `${prose(label)}: ${prose(means)}${degraded === undefined ? '' : ` — ⚠️ ${prose(degraded)}`}`,
      ),
    ),
    ...shareTable(run),
  ].filter((block) => block !== '')
}

function shareTable(run: Run): readonly string[] {
  const lines = shareLines(run)
  if (lines.length === 0) return []
  return [
    markdownTable(
      [['Function', 'left'], ...shareHeadings.map((heading) => [heading, 'right'] as const)],
      lines.map(({ name, ...line }) => [
        code(name),
        line.memory,
        prose(line.asked),
        prose(line.achieved),
        line.busyAtOnce,
        line.maxMemoryUsed,
      ]),
    ),
    ...shareNotes(run).map(prose),
  ]
}
