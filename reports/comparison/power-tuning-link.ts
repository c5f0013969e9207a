import type { Comparison } from '../../lib/model/comparison.ts'
import { type CurvePoint, curvePoints } from './curve/points.ts'

/**
 * A link to the page that shows results of AWS Lambda Power Tuning. All data is in the fragment, which browsers don't
 * send. Times are warm p50 in ms, costs USD of one warm invocation, request included. Settings that differ in one more
 * thing than memory become the page's two series; undefined where there are more, or fewer than two sizes in one.
 */
export function powerTuningLink(
  comparison: Comparison,
  base = 'https://lambda-power-tuning.show/',
): string | undefined {
  const series = seriesOf(curvePoints(comparison))
  const [first, second] = series
  if (first === undefined || series.length > 2 || series.some(({ points }) => points.length < 2))
    return undefined
  if (second === undefined) return `${base}#${encodeSeries(first.points)}`
  const names = [first, second].map(({ name }) => encodeURIComponent(name === '' ? 'as it is' : name))
  return `${base}#${[encodeSeries(first.points), encodeSeries(second.points), ...names].join(';')}`
}

type Sized = CurvePoint & { readonly memoryMb: number }

interface Series {
  readonly name: string
  readonly points: readonly Sized[]
}

/** From the smallest size on; a size that is there twice would break the page. */
function seriesOf(points: readonly CurvePoint[]): readonly Series[] {
  const sized = points.filter(
    (point): point is Sized => point.memoryMb !== undefined && point.memoryMb <= largest,
  )
  const names = [...new Set(sized.map(({ series }) => series))]
  return names.map((name) => {
    const own = sized.filter(({ series }) => series === name).map((point) => [point.memoryMb, point] as const)
    return { name, points: [...new Map(own).values()].toSorted((a, b) => a.memoryMb - b.memoryMb) }
  })
}

/** Of a 16 bit integer. */
const largest = 32_767

/**
 * Sizes as Int16, times in ms and costs in USD as Float32, all little endian, each in base64, joined by semicolons:
 * https://github.com/matteo-ronchetti/aws-lambda-power-tuning-ui, UI.md and src/app.js, read 2026-11-27.
 */
function encodeSeries(points: readonly Sized[]): string {
  const sizes = new DataView(new ArrayBuffer(points.length * 2))
  const times = new DataView(new ArrayBuffer(points.length * 4))
  const costs = new DataView(new ArrayBuffer(points.length * 4))
  for (const [index, { memoryMb, time, cost }] of points.entries()) {
    sizes.setInt16(index * 2, memoryMb, true)
    times.setFloat32(index * 4, time / 1_000, true)
    costs.setFloat32(index * 4, cost / 1_000_000, true)
  }
  return [sizes, times, costs].map(base64).join(';')
}

const base64 = ({ buffer }: DataView): string => btoa(String.fromCodePoint(...new Uint8Array(buffer)))
