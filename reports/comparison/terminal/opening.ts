import type { Comparison } from '../../../lib/model/comparison.ts'
import { invalidReasons } from '../../content/headline.ts'
import { aroundCommands } from '../../paragraph.ts'
import { flow, wrap } from '../../table.ts'
import { bulleted, proseWidth, separator, type Style } from '../../terminal/style.ts'
import { comparisonHeadline, designParts, leftBehind, saturation } from '../content/opening.ts'
import { sameVersionSentences } from '../content/qualifiers.ts'
import { advice } from '../content/recommendation.ts'

/** Why no verdict is given; nothing when the comparison is valid. */
export function validitySection(comparison: Comparison, style: Style): readonly string[] {
  const reasons = invalidReasons(comparison)
  if (reasons.length === 0) return []
  return [
    style.bad(style.bold('✗ This comparison is invalid: its numbers are no verdict on the settings.')),
    ...reasons.flatMap((reason) => bulleted(style, '·', reason)),
  ]
}

/** What was not put back: nothing in the report matters more. */
export function leftSection(comparison: Comparison, style: Style): readonly string[] {
  const left = leftBehind(comparison)
  return left === undefined ? [] : marked('✗', left, style, (text) => style.bad(style.bold(text)))
}

/** What was compared, where and when, and by how many samples. */
export function titleSection(comparison: Comparison, style: Style): readonly string[] {
  const { function: name, facts, circumstances } = comparisonHeadline(comparison)
  const [first = '', ...rest] = facts
  const title = flow([`${name}  ${first}`, ...rest], separator, proseWidth(style))
  const dimmed = [circumstances, designParts(comparison)].flatMap((parts) =>
    flow(parts, separator, proseWidth(style)),
  )
  return [
    ...title.map((line) => (line.startsWith(name) ? style.bold(name) + line.slice(name.length) : line)),
    ...dimmed.map(style.dim),
  ]
}

/** That the machine was too small for a part of the comparison; nothing when it was not. */
export function saturationSection(comparison: Comparison, style: Style): readonly string[] {
  const mark = saturation(comparison)
  return mark === undefined ? [] : marked('▲', mark, style, style.doubtful)
}

/** That two qualifiers are one version; nothing where each is its own. */
export const sameVersionSection = (comparison: Comparison, style: Style): readonly string[] =>
  sameVersionSentences(comparison).flatMap((sentence) => marked('▲', sentence, style, style.doubtful))

/** What to set, in a sentence or two; or why there is nothing to say. */
export function adviceSection(comparison: Comparison, style: Style): readonly string[] {
  const { recommends, sentences } = advice(comparison)
  const [first = '', ...rest] = sentences
  const lead = recommends
    ? marked('▶', first, style, (text) => style.good(style.bold(text)))
    : marked('▲', first, style, (text) => style.doubtful(style.bold(text)))
  return [
    ...lead,
    ...rest.flatMap((sentence) => wrap(sentence, proseWidth(style) - 2).map((line) => `  ${line}`)),
  ]
}

function marked(
  mark: string,
  text: string,
  style: Style,
  paint: (text: string) => string,
): readonly string[] {
  return aroundCommands(text, proseWidth(style) - 2).map((line, index) =>
    paint(`${index === 0 ? mark : ' '} ${line}`),
  )
}
