import pc from 'picocolors'
import stringWidth from 'string-width'
import type { ComparisonProgress } from '../../lib/engine/comparison-progress.ts'
import { createSchedule } from '../../lib/compare/schedule.ts'
import type { ComparisonPlan } from '../../lib/model/comparison-plan.ts'
import type { Versions } from '../../lib/settings/stage.ts'
import { formatCount, formatMoney } from '../../reports/quantities.ts'
import { truncate } from '../../reports/table.ts'
import { asciiOnly } from '../../reports/untrusted.ts'
import type { Output } from '../context.ts'
import { createLine, type Line } from './line.ts'

/** One line on stderr while settings are compared; silent where nobody watches. */
export interface ComparisonLine extends Pick<Line, 'say' | 'clear'> {
  show(progress: ComparisonProgress): void
}

export interface ComparisonLineOptions {
  readonly quiet: boolean
  readonly plan: ComparisonPlan
  /** ms. */
  readonly now: () => number
}

export function createComparisonLine(output: Output, options: ComparisonLineOptions): ComparisonLine {
  const { quiet, plan, now } = options
  const line = createLine(output, quiet)
  const begun = now()
  return {
    ...line,
    show: (progress) => line.draw(print(progress, plan, ((now() - begun) / 1_000).toFixed(0), output)),
  }
}

function print(progress: ComparisonProgress, plan: ComparisonPlan, seconds: string, output: Output): string {
  const color = pc.createColors(output.color)
  const separator = output.unicode ? ' · ' : ' | '
  const parts = fitted([...partsOf(progress, plan), { text: `${seconds} s` }], separator, output.width)
  const [last = '', ...others] = parts.toReversed()
  const text = [...others.toReversed(), color.dim(last)].join(
    output.unicode ? color.dim(separator) : separator,
  )
  return output.unicode ? text : asciiOnly(text)
}

/** A part of the line, and what stands for it where there is no room. */
interface Part {
  readonly text: string
  readonly short?: string
  /** The one that is cut when even that is too much: it may be of any length. */
  readonly cut?: boolean
}

/** As much as one line takes: a second one would be drawn over in part, or scroll away. */
function fitted(parts: readonly Part[], separator: string, width: number): readonly string[] {
  const long = parts.map(({ text }) => text)
  if (widthOf(long, separator) <= width) return long
  const short = parts.map(({ text, short }) => short ?? text)
  const over = widthOf(short, separator) - width
  return short.map((text, i) =>
    over > 0 && parts[i]?.cut === true ? truncate(text, Math.max(1, stringWidth(text) - over)) : text,
  )
}

const widthOf = (parts: readonly string[], separator: string): number => stringWidth(parts.join(separator))

function partsOf(progress: ComparisonProgress, plan: ComparisonPlan): Part[] {
  const usd = formatMoney(progress.usd)
  return [
    ...(progress.stage === 'firing' ? whereOf(progress, plan) : [{ text: doing[progress.stage] }]),
    ...(progress.stage === 'preparing' && progress.versions ? [versionsOf(progress.versions)] : []),
    ...samplesOf(progress, plan),
    ...(progress.usd > 0 ? [{ text: `${usd} at list price`, short: usd }] : []),
  ]
}

const doing = { preparing: 'preparing the settings', 'putting-back': 'putting everything back' }

function versionsOf({ published, planned }: Versions): Part {
  const [sofar, all] = [formatCount(published), formatCount(planned)]
  return { text: `${sofar} of ${all} versions published`, short: `${sofar}/${all} versions` }
}

/** Rounds of each kind of start by themselves: a report counts those of warm ones. */
function whereOf({ round, setting }: ComparisonProgress, plan: ComparisonPlan): Part[] {
  if (round === undefined || setting === undefined) return []
  const { planned } = createSchedule(plan.design, plan.settings, plan.base.seed)
  const alike = planned.filter(({ start }) => start === round.start)
  const isFurther = round.index >= planned.length
  const sofar = alike.filter((each) => each.index <= round.index).length
  const index = formatCount(isFurther ? round.index - planned.length + 1 : sofar)
  const all = formatCount(alike.length)
  return [
    isFurther
      ? { text: `further round ${index}`, short: `further ${index}` }
      : { text: `round ${index} of ${all}`, short: `round ${index}/${all}` },
    { text: `${setting.name} ${round.start}`, cut: true },
  ]
}

function samplesOf({ warm, cold }: ComparisonProgress, { design, settings }: ComparisonPlan): Part[] {
  const wanted = (each: number): string => formatCount(each * settings.length)
  const part = (have: number, each: number, more: string, kind: string): Part => ({
    text: `${formatCount(have)} of ${wanted(each)}${more} ${kind}`,
    short: `${formatCount(have)}/${wanted(each)}${more === '' ? '' : '+'} ${kind}`,
  })
  return [
    part(warm, design.warm, design.until === undefined ? '' : ' or more', 'warm'),
    ...(design.cold > 0 ? [part(cold, design.cold, '', 'cold')] : []),
  ]
}
