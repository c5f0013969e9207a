/** What a REPORT line says; ms, MB. */
export interface ReportFacts {
  readonly requestId: string
  readonly durationMs: number
  /** Absent unless INIT ran ahead of the environment's first invocation. */
  readonly initMs?: number
  readonly memoryMb: number
  readonly maxMemoryMb: number
  readonly status?: 'timeout' | 'error'
  readonly errorType?: string
}

/** The REPORT line as CloudWatch shows it: fields in AWS's order, one TAB between them. */
export function reportLine(facts: ReportFacts): string {
  const { initMs, status, errorType } = facts
  const fields = [
    `REPORT RequestId: ${facts.requestId}`,
    `Duration: ${printMs(facts.durationMs)} ms`,
    `Billed Duration: ${billedMs(facts.durationMs, initMs)} ms`,
    `Memory Size: ${facts.memoryMb} MB`,
    `Max Memory Used: ${facts.maxMemoryMb} MB`,
  ]
  if (initMs !== undefined) fields.push(`Init Duration: ${printMs(initMs)} ms`)
  if (status !== undefined) fields.push(`Status: ${status}`)
  if (errorType !== undefined) fields.push(`Error Type: ${errorType}`)
  return fields.join('\t')
}

/**
 * ceil(Duration + Init Duration) in ms: one ceil of the sum, AWS's rule since 2025-08-01
 * (https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/).
 */
export function billedMs(durationMs: number, initMs = 0): number {
  // In whole hundredths, as printed: floats would bill 0.1 + 0.2 ms past an exact boundary.
  return Math.max(1, Math.ceil((hundredths(durationMs) + hundredths(initMs)) / 100))
}

function printMs(ms: number): string {
  return (hundredths(ms) / 100).toFixed(2)
}

function hundredths(ms: number): number {
  return Math.round(ms * 100)
}
