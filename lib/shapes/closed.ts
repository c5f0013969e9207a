import type { ClosedWorkload, Share } from '../model/arrival.ts'
import type { ClosedLoad } from '../model/plan.ts'
import type { Micros } from '../model/time.ts'
import type { Shape } from './shape.ts'
import { partOf } from './share-parts.ts'
import { counted, durationInWords, numberInWords } from './words.ts'

/** `concurrency` loops that each send when their last invocation ended, until requests or time run out. */
export function closed(load: ClosedLoad): Shape {
  return {
    describe: () => describe(load),
    workload: (share) => workload(load, share),
    planned: () => (load.duration === undefined ? load.requests : undefined),
    peakAtOnce: load.concurrency,
    peakPerSecond: 0,
  }
}

function describe({ concurrency, requests, duration, thinkTime }: ClosedLoad): string {
  const pause = thinkTime === 0 ? '' : `, ${durationInWords(thinkTime)} think time`
  return `${numberInWords(concurrency)} at a time ${endInWords(requests, duration)}${pause}`
}

function endInWords(requests: number | undefined, duration: Micros | undefined): string {
  if (requests === undefined)
    return duration === undefined ? 'without end' : `for ${durationInWords(duration)}`
  const orTime = duration === undefined ? '' : ` or ${durationInWords(duration)}`
  return `until ${counted(requests, 'request')}${orTime}`
}

function workload(load: ClosedLoad, share: Share): ClosedWorkload {
  return {
    kind: 'closed',
    concurrency: partOf(load.concurrency, share),
    ...(load.requests !== undefined && { requests: requestsOf(load.requests, load.concurrency, share) }),
    ...(load.duration !== undefined && { duration: load.duration }),
    thinkTime: load.thinkTime,
  }
}

/**
 * Requests are dealt out to the loops and then go where their loop goes, so that each share gets them in
 * proportion to its concurrency, none without any, and all parts add up.
 */
function requestsOf(requests: number, concurrency: number, share: Share): number {
  const each = Math.floor(requests / concurrency)
  const loopsWithOneMore = requests % concurrency
  return each * partOf(concurrency, share) + partOf(loopsWithOneMore, share)
}
