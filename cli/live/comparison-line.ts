import pc from 'picocolors'
import type { ComparisonProgress } from '../../lib/engine/comparison-progress.ts'
import { plannedBlocks } from '../../lib/compare/schedule.ts'
import type { ComparisonPlan } from '../../lib/model/comparison-plan.ts'
import { formatCount, formatMoney } from '../../reports/quantities.ts'
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
  const parts = [
    ...(progress.stage === 'firing' ? whereOf(progress, plan) : [doing[progress.stage]]),
    ...samplesOf(progress, plan),
    ...(progress.usd > 0 ? [`${formatMoney(progress.usd)} at list price`] : []),
    color.dim(`${seconds} s`),
  ]
  return parts.join(output.unicode ? color.dim(' · ') : ' | ')
}

const doing = { preparing: 'preparing the settings', 'putting-back': 'putting everything back' }

function whereOf({ round, setting }: ComparisonProgress, { design }: ComparisonPlan): string[] {
  if (round === undefined || setting === undefined) return []
  const planned = plannedBlocks(design, 'warm') + plannedBlocks(design, 'cold')
  const further = round.index >= planned ? 'further ' : ''
  const of = further === '' ? ` of ${formatCount(planned)}` : ''
  return [`${further}round ${formatCount(round.index + 1)}${of}`, `${setting.name} ${round.start}`]
}

function samplesOf({ warm, cold }: ComparisonProgress, { design, settings }: ComparisonPlan): string[] {
  const of = (have: number, each: number): string =>
    `${formatCount(have)} of ${formatCount(each * settings.length)}`
  const least = design.until === undefined ? '' : ' or more'
  return [
    `${of(warm, design.warm)}${least} warm`,
    ...(design.cold > 0 ? [`${of(cold, design.cold)} cold`] : []),
  ]
}
