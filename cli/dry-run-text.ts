import type { RehearsedComparison } from '../lib/engine/rehearse-comparison.ts'
import type { ComparisonPlan } from '../lib/model/comparison-plan.ts'
import type { RehearsedCall } from '../lib/settings/rehearse.ts'
import { sameVersionSentence } from '../reports/comparison/content/qualifiers.ts'
import { formatCount, plural } from '../reports/quantities.ts'
import { flow, wrap } from '../reports/table.ts'
import { createStyle, proseWidth, separator, type Style } from '../reports/terminal/style.ts'
import { asciiOnly, cleanLine } from '../reports/untrusted.ts'
import type { Output } from './context.ts'
import { applyingLines, rehearsedCallLines } from './rehearsed-calls.ts'

/** What a comparison would do, for people: first what it comes to, then every call. */
export function dryRunText(
  rehearsed: RehearsedComparison,
  plan: ComparisonPlan,
  output: Pick<Output, 'width' | 'color' | 'unicode'>,
): string {
  const style = createStyle(output)
  const lines = [
    ...summary(rehearsed, plan).flatMap((sentence) => wrap(cleanLine(sentence), proseWidth(style))),
    '',
    ...callsInAll(rehearsed, plan, style),
    ...rehearsedCallLines(rehearsed.calls, style),
    ...(rehearsed.applying === undefined ? [] : applyingLines(rehearsed.applying, style)),
  ]
  const text = lines.map((line) => `${line}\n`).join('')
  return output.unicode ? text : asciiOnly(text)
}

function summary(
  { refused, facts, preflight, sameVersions }: RehearsedComparison,
  plan: ComparisonPlan,
): string[] {
  const where = `${facts.function} in ${facts.region ?? 'an unknown region'}`
  return [
    `Dry run: nothing is changed, and nothing is fired. A comparison of ${plural(plan.settings.length, 'setting')} of ${where}:`,
    '',
    invocations(preflight.size, plan),
    preflight.cost,
    ...(preflight.time === undefined ? [] : [preflight.time]),
    ...(preflight.alias === undefined ? [] : [preflight.alias]),
    ...preflight.objections.map((objection) => `Without --yes it stops here: ${objection}`),
    ...refused.map(({ setting, why }) => `${setting} would be skipped: ${why}`),
    ...sameVersions.map(sameVersionSentence),
  ]
}

function invocations(
  { warm, cold, planned, most }: RehearsedComparison['preflight']['size'],
  { design }: ComparisonPlan,
): string {
  const more = design.until === undefined ? '' : ' and --until goes on to its end'
  const each = cold === 0 ? formatCount(warm) : `${formatCount(warm)} warm and ${formatCount(cold)} cold`
  return (
    `Invocations of each setting: ${each}, warm-ups included; ${formatCount(planned)} in all. ` +
    `At most ${formatCount(most)}, where samples have to be repeated${more}.`
  )
}

/** How many there are, and of which kinds: what somebody who may allow them wants to know. */
function callsInAll(
  { calls, applying }: RehearsedComparison,
  plan: ComparisonPlan,
  style: Style,
): readonly string[] {
  if (calls.length === 0) return ['No call to the control plane.']
  const [own, applied] = [calls.length, applying?.calls.length ?? 0]
  return [
    ...wrap(`${plural(own, 'call')} to the control plane${more(plan)}:`, proseWidth(style)),
    ...kindsOf(calls, style),
    ...(applied === 0 ? [] : [`And up to ${formatCount(applied)} to apply what is recommended:`]),
    ...kindsOf(applying?.calls ?? [], style),
  ]
}

function kindsOf(calls: readonly RehearsedCall[], style: Style): readonly string[] {
  const counts = [...countOperations(calls)].map(
    ([operation, count]) => `${formatCount(count)} × ${operation}`,
  )
  return flow(counts, separator, proseWidth(style) - 2).map((line) => `  ${line}`)
}

function countOperations(calls: readonly RehearsedCall[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { operation } of calls) counts.set(operation, (counts.get(operation) ?? 0) + 1)
  return counts
}

/** A warm block that is repeated needs no further version. */
function more({ staging, design }: ComparisonPlan): string {
  if (staging === 'in-place') return ', and more for each block beyond the planned ones'
  return staging === 'versions' && design.cold > 0 ? ', and more where cold starts have to be repeated' : ''
}
