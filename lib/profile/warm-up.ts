import type { ClosedLoad, PhasePlan } from '../model/plan.ts'
import { micros, type Micros } from '../model/time.ts'
import { readDuration } from './durations.ts'
import { quote } from './found.ts'
import { aboutAtOnce } from './load-size.ts'
import { freeName } from './phases.ts'
import { right, wrong, type Reading } from './problems.ts'

/** So many invocations, or for so long. */
export type WarmUp = { readonly requests: number } | { readonly duration: Micros }

const mostRequests = 1_000_000

/** Reads `20x` or `10s`. */
export function readWarmUp(text: string): Reading<WarmUp> {
  const requests = /^(\d+)\s*x$/i.exec(text.trim())?.[1]
  if (requests !== undefined) {
    const count = Number(requests)
    return count >= 1 && count <= mostRequests
      ? right({ requests: count })
      : wrong(`${quote(text)} is out of range; write 1x to ${mostRequests}x`)
  }
  const duration = readDuration(text)
  return duration.kind === 'read'
    ? right({ duration: duration.value })
    : wrong(`${quote(text)} is not a warm-up; write how many invocations, as in 20x, or how long, as in 10s`)
}

/** A closed loop before the phases, as many at once as they ask for, left out of the numbers. */
export function warmUpPhase(warmUp: WarmUp, phases: readonly PhasePlan[]): PhasePlan {
  const atOnce = Math.max(1, ...phases.map(({ load }) => aboutAtOnce(load)))
  const name = freeName('warm-up', new Set(phases.map(({ name }) => name)))
  return { name, discard: true, load: { ...closedFor(warmUp, atOnce), kind: 'closed', thinkTime: micros(0) } }
}

function closedFor(
  warmUp: WarmUp,
  atOnce: number,
): Pick<ClosedLoad, 'concurrency' | 'requests' | 'duration'> {
  return 'requests' in warmUp
    ? { ...warmUp, concurrency: Math.min(warmUp.requests, atOnce) }
    : { ...warmUp, concurrency: atOnce }
}
