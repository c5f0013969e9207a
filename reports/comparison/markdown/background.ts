import type { Comparison } from '../../../lib/model/comparison.ts'
import { bullets, code, fenced, markdownTable, prose } from '../../markdown/markup.ts'
import { shareHeadings } from '../../content/local-lambda.ts'
import type { HealthLine } from '../../content/health-line.ts'
import { closingSentences, failuresOf, generatorLines, localLambdaContent } from '../content/closing.ts'
import { sampleLines, sampleSummary } from '../content/samples.ts'
import { powerTuningLink } from '../power-tuning-link.ts'

/** What went wrong, setting by setting, with the end of an example's log. */
export function errorsSection(comparison: Comparison): readonly string[] {
  const found = failuresOf(comparison)
  if (found.length === 0) return []
  return [
    '### Errors',
    ...found.flatMap(({ setting, failures }) =>
      failures.flatMap(({ count, name, kind, message, log }) => [
        `${code(setting)}: **${count} × ${code(name)}** ${prose(kind)}${message === '' ? '' : `: ${code(message)}`}`,
        ...(log.length === 0 ? [] : [fenced(log)]),
      ]),
    ),
  ]
}

/** What a reader should know that is no fault. */
export const notesSection = ({ notes }: Comparison): readonly string[] =>
  notes.length === 0 ? [] : ['### Notes', bullets(notes.map(prose))]

/** How the samples came about, and how well the generator kept up. */
export function samplesSection(comparison: Comparison): readonly string[] {
  const lines = sampleLines(comparison).map(({ setting, says }) => `${code(setting)}: ${prose(says)}`)
  const generator = generatorLines(comparison).map(labelled)
  return [
    `Samples: ${prose(sampleSummary(comparison))}.`,
    ...(lines.length === 0 ? [] : [bullets(lines)]),
    ...(generator.length === 0 ? [] : ['Generator, in the block that was worst off:', bullets(generator)]),
  ]
}

const labelled = ({ label, says }: HealthLine): string => `${prose(label)}: ${prose(says)}`

/** What of the local Lambda is not as on Lambda, and the CPU shares that settings got. */
export function localLambdaSection(comparison: Comparison): readonly string[] {
  const { degraded, shares } = localLambdaContent(comparison)
  return [
    ...(degraded.length === 0
      ? []
      : ['Local Lambda, where it is not as on Lambda:', bullets(degraded.map(labelled))]),
    ...(shares.length === 0
      ? []
      : [
          markdownTable(
            [['Function', 'left'], ...shareHeadings.map((heading) => [heading, 'right'] as const)],
            shares.map(({ name, memory, asked, achieved, busyAtOnce, maxMemoryUsed }) => [
              code(name),
              ...[memory, asked, achieved, busyAtOnce, maxMemoryUsed].map(prose),
            ]),
          ),
        ]),
  ]
}

/** What the comparison cost, and that everything is as it was. */
export const closingSection = (comparison: Comparison): readonly string[] => [
  // Without words between them this list would go on with the one before.
  'This comparison:',
  bullets(closingSentences(comparison).map(prose)),
]

/** Where the same sizes can be looked at in the page that users of AWS Lambda Power Tuning know. */
export function linkSection(comparison: Comparison): readonly string[] {
  const link = powerTuningLink(comparison)
  if (link === undefined) return []
  return [
    `[The same figures in the page of AWS Lambda Power Tuning](<${link}>); data stays in the part after \\#, nothing is sent.`,
  ]
}
