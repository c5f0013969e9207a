import type { Classification } from '../model/classification.ts'
import { type Sent, responseTime, serviceTime } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import type { DistributionMetric } from '../model/distribution.ts'
import { Histogram } from '../stats/histogram.ts'
import type { MetricHistograms } from './distributions.ts'

/** Clocks of different machines round differently: a difference this far below 0 still means none. */
const roundingMicros = 1_000

const mebibyte = 1024 * 1024

/** Takes one number of an invocation: µs, `memory_used` bytes. */
export type TakeMetric = (metric: DistributionMetric, value: number) => void

/** Records what one invocation gives to the metrics. Nothing when the function did not run. */
export function recordMetrics(sent: Sent, classification: Classification, into: MetricHistograms): void {
  readMetrics(sent, classification, (metric, value) => (into[metric] ??= new Histogram()).record(value))
}

/** Hands over what one invocation gives to the metrics. Nothing when the function did not run. */
export function readMetrics(sent: Sent, classification: Classification, take: TakeMetric): void {
  if (!ran(sent.outcome)) return
  take('response_time', responseTime(sent))
  take('service_time', serviceTime(sent))
  const { report, placement } = sent.markers
  if (placement !== undefined && placement > 0) take('placement', placement)
  if (!report) return
  takeKnown(take, 'duration', report.duration)
  takeKnown(take, 'billed_duration', report.billedDuration)
  takeKnown(take, 'init_duration', report.initDuration)
  takeKnown(take, 'restore_duration', report.restoreDuration)
  if (report.maxMemoryUsedMb !== undefined) {
    take('memory_used', Math.round(report.maxMemoryUsedMb * mebibyte))
  }
  takeKnown(take, 'overhead', overheadOf(sent, classification))
}

function takeKnown(take: TakeMetric, metric: DistributionMetric, value: number | undefined): void {
  if (value !== undefined) take(metric, value)
}

/**
 * What is left of the service time after everything that is known of it: network, front end and, on AWS, the
 * placement of a new environment. Undefined without a Duration, or where the parts contradict the whole.
 */
function overheadOf(sent: Sent, { waited }: Classification): number | undefined {
  const { report, placement } = sent.markers
  if (report?.duration === undefined) return undefined
  const start = waited === false ? 0 : (report.initDuration ?? report.restoreDuration ?? 0)
  const left = serviceTime(sent) - report.duration - start - (placement ?? 0)
  return left < -roundingMicros ? undefined : Math.max(0, left)
}
