import type { RehearsedComparison } from '../lib/engine/rehearse-comparison.ts'
import type { ComparisonPlan } from '../lib/model/comparison-plan.ts'
import { formatCount } from '../reports/quantities.ts'
import { cleanLine } from '../reports/untrusted.ts'

/** What a comparison would do, for people. */
export function dryRunText(rehearsed: RehearsedComparison, plan: ComparisonPlan): string {
  const { calls, refused, facts, preflight } = rehearsed
  const where = `${facts.function} in ${facts.region ?? 'an unknown region'}`
  const lines = [
    `Dry run: nothing is changed, and nothing is fired. A comparison of ${plan.settings.length} settings of ${where}:`,
    '',
    calls.length === 0
      ? 'No call to the control plane.'
      : `${formatCount(calls.length)} calls to the control plane, in this order:`,
    ...numbered(calls.map(({ operation, says }) => `${operation}  ${cleanLine(says)}`.trimEnd())),
    ...refused.flatMap(({ setting, why }) => [
      '',
      `${cleanLine(setting)} would be skipped: ${cleanLine(why)}`,
    ]),
    '',
    ...invocationLines(preflight.size, plan),
    preflight.cost,
    ...preflight.objections.map((objection) => `Without --yes it stops here: ${objection}`),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function numbered(texts: readonly string[]): string[] {
  const width = String(texts.length).length
  return texts.map((text, index) => `  ${String(index + 1).padStart(width)}  ${text}`)
}

function invocationLines(
  { warm, cold, planned, most }: RehearsedComparison['preflight']['size'],
  { design }: ComparisonPlan,
): string[] {
  const more = design.until === undefined ? '' : ' and --until goes on to its end'
  const each = cold === 0 ? formatCount(warm) : `${formatCount(warm)} warm and ${formatCount(cold)} cold`
  return [
    `Invocations of each setting: ${each}, warm-ups included; ${formatCount(planned)} in all.`,
    `At most ${formatCount(most)}, where samples have to be repeated${more}.`,
  ]
}
