import type { Draws } from './draws.ts'
import { drawMs } from './draw-ms.ts'
import type { MeasuredPoint, SimulatedModel, Work } from './model.ts'

/**
 * The memory at which a function has one whole vCPU
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html, 2026).
 */
const MB_PER_VCPU = 1_769

/** How long an invocation works at a memory setting, ms. */
export function workMs(work: Work, memoryMb: number, draws: Draws): number {
  switch (work.kind) {
    case 'share': {
      // More than one vCPU is of no use to code with one thread.
      const share = Math.min(1, memoryMb / MB_PER_VCPU)
      return drawMs(work.wait, draws, 'wait') + drawMs(work.compute, draws, 'compute') / share
    }
    case 'measured':
      return interpolate(work.points, memoryMb, ({ duration }) => drawMs(duration, draws, 'duration'))
    default:
      return work satisfies never
  }
}

/** How long INIT takes at a memory setting, ms: the model's, unless measured for this setting. */
export function initMs({ init, work }: SimulatedModel, memoryMb: number, draws: Draws): number {
  if (work.kind === 'share') return drawMs(init, draws, 'init')
  return interpolate(work.points, memoryMb, (point) => drawMs(point.init ?? init, draws, 'init'))
}

/**
 * Straight between the logarithms, as time goes with a power of memory, and flat beyond the ends. Both
 * neighbours draw the same number, so that a slow invocation is as slow a one at every setting.
 */
function interpolate(
  points: readonly MeasuredPoint[],
  memoryMb: number,
  read: (point: MeasuredPoint) => number,
): number {
  const above = points.findIndex((point) => point.memoryMb >= memoryMb)
  const [left, right] = [points[above - 1] ?? points.at(-1), points[above]]
  if (left === undefined) return 0
  if (right === undefined) return read(left)
  if (above === 0 || right.memoryMb === memoryMb) return read(right)
  const part = Math.log(memoryMb / left.memoryMb) / Math.log(right.memoryMb / left.memoryMb)
  return read(left) ** (1 - part) * read(right) ** part
}
