import type { Classification } from '../model/classification.ts'
import { type Sent, responseTime, serviceTime } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import type { DistributionMetric } from '../model/run.ts'

/** Clocks of different machines round differently: a difference this far below 0 still means none. */
const roundingMicros = 1_000

const mebibyte = 1024 * 1024

/** The values one invocation gives to the metrics: µs, `memory_used` bytes. Nothing when the function did not run. */
export function* metricsOf(
  sent: Sent,
  classification: Classification,
): Generator<readonly [DistributionMetric, number]> {
  if (!ran(sent.outcome)) return
  yield ['response_time', responseTime(sent)]
  yield ['service_time', serviceTime(sent)]
  const { report, placement } = sent.markers
  if (placement !== undefined && placement > 0) yield ['placement', placement]
  if (!report) return
  if (report.duration !== undefined) yield ['duration', report.duration]
  if (report.billedDuration !== undefined) yield ['billed_duration', report.billedDuration]
  if (report.initDuration !== undefined) yield ['init_duration', report.initDuration]
  if (report.restoreDuration !== undefined) yield ['restore_duration', report.restoreDuration]
  if (report.maxMemoryUsedMb !== undefined)
    yield ['memory_used', Math.round(report.maxMemoryUsedMb * mebibyte)]
  const overhead = overheadOf(sent, classification)
  if (overhead !== undefined) yield ['overhead', overhead]
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
