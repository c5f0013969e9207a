import type { Classification } from '../model/classification.ts'
import { type Sent, responseTime, serviceTime } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import type { DistributionMetric } from '../model/distribution.ts'
import { Histogram } from '../stats/histogram.ts'
import type { MetricHistograms } from './distributions.ts'

/** Clocks of different machines round differently: a difference this far below 0 still means none. */
const roundingMicros = 1_000

const mebibyte = 1024 * 1024

/** Records what one invocation gives to the metrics: µs, `memory_used` bytes. Nothing when the function did not run. */
export function recordMetrics(sent: Sent, classification: Classification, into: MetricHistograms): void {
  if (!ran(sent.outcome)) return
  record(into, 'response_time', responseTime(sent))
  record(into, 'service_time', serviceTime(sent))
  const { report, placement } = sent.markers
  if (placement !== undefined && placement > 0) record(into, 'placement', placement)
  if (!report) return
  record(into, 'duration', report.duration)
  record(into, 'billed_duration', report.billedDuration)
  record(into, 'init_duration', report.initDuration)
  record(into, 'restore_duration', report.restoreDuration)
  if (report.maxMemoryUsedMb !== undefined)
    record(into, 'memory_used', Math.round(report.maxMemoryUsedMb * mebibyte))
  record(into, 'overhead', overheadOf(sent, classification))
}

function record(into: MetricHistograms, metric: DistributionMetric, value: number | undefined): void {
  if (value !== undefined) (into[metric] ??= new Histogram()).record(value)
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
