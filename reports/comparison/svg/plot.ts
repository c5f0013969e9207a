import type { Box } from '../curve/labels.ts'
import type { CurvePoint } from '../curve/points.ts'
import { type Scale, scaleOf } from '../curve/scale.ts'
import { moneyTicks, timeTicks } from '../curve/tick-texts.ts'
import { drawnWidth, element, textAt } from './markup.ts'

/** The plane of price and speed, in px. */
export interface Plot {
  readonly area: Box
  readonly time: Scale
  readonly cost: Scale
  readonly x: (time: number) => number
  readonly y: (cost: number) => number
}

/** Both axes hold every point with its interval. */
export function plotOf(points: readonly CurvePoint[], area: Box): Plot {
  const time = scaleOf(
    points.flatMap((point) => [point.time, ...ends(point.timeInterval)]),
    7,
  )
  const cost = scaleOf(
    points.flatMap((point) => [point.cost, ...ends(point.costInterval)]),
    5,
  )
  return {
    area,
    time,
    cost,
    x: (value) => area.left + time.at(value) * area.width,
    y: (value) => area.top + (1 - cost.at(value)) * area.height,
  }
}

const ends = ({ low, high }: CurvePoint['timeInterval']): readonly number[] =>
  [low, high].filter((end) => end !== undefined && end > 0 && Number.isFinite(end)) as number[]

/** Grid, axes, round numbers and what they count. */
export function frame(plot: Plot, timeTitle: string): string {
  const { area, time, cost } = plot
  const [right, bottom] = [area.left + area.width, area.top + area.height]
  const prices = moneyTicks(cost).map((text, index) => ({ text, y: plot.y(cost.ticks[index] ?? 0) }))
  const times = withoutTouching(
    timeTicks(time).map((text, index) => ({ text, x: plot.x(time.ticks[index] ?? 0) })),
  )
  return [
    ...prices.map(({ y }) => element('line', { class: 'grid', x1: area.left, x2: right, y1: y, y2: y })),
    ...times.map(({ x }) => element('line', { class: 'grid', x1: x, x2: x, y1: area.top, y2: bottom })),
    element('line', { class: 'axis', x1: area.left, x2: right, y1: bottom, y2: bottom }),
    ...prices.map(({ text, y }) => textAt(area.left - 10, y + 4, 'tick end', text)),
    ...times.map(({ text, x }) => textAt(x, bottom + 19, 'tick middle', text)),
    textAt(area.left - 10, area.top - 14, 'small', `USD per million warm invocations${scaleWord(cost)}`),
    textAt(right, bottom + 38, 'small end', `${timeTitle}${scaleWord(time)}`),
  ].join('\n')
}

const scaleWord = ({ kind }: Scale): string => (kind === 'log' ? ', logarithmic' : '')

/** Of round numbers whose texts would touch the later one gives way. */
function withoutTouching(ticks: readonly { readonly text: string; readonly x: number }[]) {
  const kept: { readonly text: string; readonly x: number }[] = []
  let free = Number.NEGATIVE_INFINITY
  for (const tick of ticks) {
    const half = drawnWidth(tick.text, 12) / 2
    if (tick.x - half < free) continue
    kept.push(tick)
    free = tick.x + half + 8
  }
  return kept
}
