/** From values to a place between 0 and 1, with round numbers to mark it by. */
export interface Scale {
  readonly kind: 'linear' | 'log'
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
  readonly at: (value: number) => number
}

/** Logarithmic where the highest is more than ten times the lowest. At least one value, none negative. */
export function scaleOf(values: readonly number[], wantedTicks: number): Scale {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  return lowest >= tiny && highest / lowest > 10
    ? logarithmic(lowest, highest, wantedTicks)
    : linear(lowest, highest, wantedTicks)
}

/** No time in µs and no amount in USD that is not 0 is less; smaller numbers have no round ones beside them. */
const tiny = 1e-9

function linear(lowest: number, highest: number, wantedTicks: number): Scale {
  const [from, to] = widened(lowest, highest)
  const step = niceStep((to - from) / wantedTicks)
  const [low, high] = [lowEnd(from, step), Math.ceil(to / step + room) * step]
  const count = Math.round((high - low) / step)
  return {
    kind: 'linear',
    low,
    high,
    ticks: Array.from({ length: count + 1 }, (_, index) => tidy(low + index * step)),
    at: (value) => (value - low) / (high - low),
  }
}

/** A mark on the very edge would be hard to see, and its name would have no room: a part of a step stays free. */
const room = 0.1

/** Nothing lies below 0, where a mark may stand on the edge. */
const lowEnd = (from: number, step: number): number => Math.max(0, Math.floor(from / step - room) * step)

/**
 * Values that hardly differ are not drawn as if they did: the axis spans at least a quarter of the highest. It begins
 * at 0 where that costs little room.
 */
function widened(lowest: number, highest: number): readonly [number, number] {
  if (highest < tiny) return [0, 1]
  const missing = Math.max(0, highest * 0.25 - (highest - lowest))
  const [from, to] = [lowest - missing / 2, highest + missing / 2]
  return [from < highest * 0.4 ? 0 : from, to]
}

function logarithmic(lowest: number, highest: number, wantedTicks: number): Scale {
  const low = roundNumbers.findLast((round) => round <= lowest * (1 + 1e-9)) ?? lowest
  const high = roundNumbers.find((round) => round >= highest * (1 - 1e-9)) ?? highest
  const all = roundNumbers.filter((round) => round >= low && round <= high)
  const decades = all.filter((round) => Number.isInteger(Number(Math.log10(round).toFixed(9))))
  const [from, span] = [Math.log(low), Math.log(high / low)]
  return {
    kind: 'log',
    low,
    high,
    ticks: all.length <= wantedTicks * 2 ? all : decades,
    at: (value) => (Math.log(Math.max(value, low)) - from) / span,
  }
}

/** 1, 2 and 5 of every power of ten that a time in µs or an amount in USD may have. */
const roundNumbers: readonly number[] = Array.from({ length: 30 }, (_, index) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${index - 12}`)),
).flat()

/** The next larger of 1, 2, 2.5 and 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 2.5, 5, 10].find((digit) => digit * power >= rough * (1 - 1e-9)) ?? 10) * power
}

/** Without the rounding errors of a sum. */
const tidy = (value: number): number => Number(value.toPrecision(12))
