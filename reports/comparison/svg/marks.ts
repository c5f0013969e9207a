import { formatDuration, formatMoney } from '../../quantities.ts'
import { truncate } from '../../table.ts'
import { type Box, placeLabels } from '../curve/labels.ts'
import { along, type Place } from '../curve/lines.ts'
import { type CurvePoint, frontOf } from '../curve/points.ts'
import { drawnWidth, element, escapeXml, px, textAt } from './markup.ts'
import type { Plot } from './plot.ts'

export interface Marks {
  readonly markup: string
  /** Names for which there was no room. */
  readonly unnamed: readonly string[]
}

/** The settings with their intervals and names, sizes of one kind joined, and the Pareto front. */
export function marks(unordered: readonly CurvePoint[], plot: Plot): Marks {
  // Names are placed one after the other: the most important ones choose first.
  const points = unordered.toSorted((a, b) => rank(b) - rank(a))
  const lines = seriesLines(points).map((line) => placesOf(line, plot))
  const front = placesOf(frontOf(points), plot)
  const whiskers = points.flatMap((point) => whiskersOf(point, plot))
  const names = points.map(nameOf)
  const boxes = placeLabels(
    points.map(({ time, cost }, index) => ({
      x: plot.x(time),
      y: plot.y(cost),
      width: drawnWidth(names[index] ?? '', 13),
    })),
    {
      ...labelling,
      area: plot.area,
      avoid: [front, ...lines, ...whiskers].flatMap((line) => along(line, 6)),
    },
  )
  return {
    markup: [
      ...lines.map((line) => polyline(line, 'series')),
      ...(front.length > 1 ? [polyline(front, 'front')] : []),
      ...whiskers.map((line) => polyline(line, 'whisker')),
      ...points.map((point, index) => leader(point, boxes[index], plot)),
      ...points.toSorted((a, b) => rank(a) - rank(b)).map((point) => mark(point, plot)),
      ...points.map((point, index) => label(point, names[index] ?? '', boxes[index])),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    unnamed: points.filter((_, index) => boxes[index] === undefined).map(({ name }) => name),
  }
}

const labelling = {
  height: 17,
  mark: 13,
  gap: { x: 12, y: 9 },
  apart: 5,
  rings: 6,
  round: (value: number) => value,
}

/** The one to take says its figures too. */
function nameOf({ name, recommended, time, cost }: CurvePoint): string {
  const short = truncate(name, 32)
  return recommended ? `${short} · ${formatDuration(time)} · ${formatMoney(cost)}` : short
}

const placesOf = (points: readonly CurvePoint[], { x, y }: Plot): readonly Place[] =>
  points.map(({ time, cost }) => ({ x: x(time), y: y(cost) }))

/** Of settings that differ in memory alone, from the smallest on. */
function seriesLines(points: readonly CurvePoint[]): readonly (readonly CurvePoint[])[] {
  const names = [...new Set(points.map(({ series }) => series))]
  return names
    .map((name) =>
      points
        .filter(({ series, memoryMb }) => series === name && memoryMb !== undefined)
        .toSorted((a, b) => (a.memoryMb ?? 0) - (b.memoryMb ?? 0)),
    )
    .filter((line) => line.length > 1)
}

function whiskersOf({ time, cost, timeInterval, costInterval }: CurvePoint, { x, y }: Plot) {
  const [left, right] = [x(timeInterval.low ?? time), x(timeInterval.high ?? time)]
  const [bottom, top] = [y(costInterval.low ?? cost), y(costInterval.high ?? cost)]
  return [
    [
      { x: left, y: y(cost) },
      { x: right, y: y(cost) },
    ],
    [
      { x: x(time), y: bottom },
      { x: x(time), y: top },
    ],
  ].filter(
    ([from, to]) => from !== undefined && to !== undefined && Math.hypot(to.x - from.x, to.y - from.y) > 0.5,
  )
}

const polyline = (places: readonly Place[], classes: string): string =>
  element('polyline', { class: classes, points: places.map(({ x, y }) => `${px(x)},${px(y)}`).join(' ') })

/** What is drawn later lies above. */
const rank = ({ recommended, onFront }: CurvePoint): number => (recommended ? 2 : onFront ? 1 : 0)

function mark(point: CurvePoint, plot: Plot): string {
  const [cx, cy] = [plot.x(point.time), plot.y(point.cost)]
  const tip = `<title>${escapeXml(`${point.name}: ${formatDuration(point.time)}, ${formatMoney(point.cost)} per million, n ${point.count}`)}</title>`
  const classes = point.recommended ? 'best' : point.onFront ? 'on' : 'off'
  return element(
    'g',
    {},
    [
      tip,
      ...(point.recommended ? [element('circle', { class: 'halo', cx, cy, r: 10 })] : []),
      element('circle', { class: classes, cx, cy, r: point.recommended ? 6 : 5 }),
    ].join(''),
  )
}

/** From a mark to its name, where that is not beside it. */
function leader({ time, cost }: CurvePoint, box: Box | undefined, plot: Plot): string {
  if (box === undefined) return ''
  const [x, y] = [plot.x(time), plot.y(cost)]
  const nearest = {
    x: Math.min(Math.max(x, box.left), box.left + box.width),
    y: Math.min(Math.max(y, box.top + 3), box.top + box.height - 3),
  }
  return Math.hypot(nearest.x - x, nearest.y - y) < 20 ? '' : polyline([{ x, y }, nearest], 'leader')
}

function label({ recommended }: CurvePoint, name: string, box: Box | undefined): string {
  if (box === undefined) return ''
  const classes = recommended ? 'named strong' : 'named'
  return textAt(box.left, box.top + 13, classes, name)
}
