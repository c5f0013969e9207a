import { parseAmount, printAmount } from '../gates/amount.ts'
import { metrics as allMetrics } from '../gates/metrics.ts'
import type { Precision } from '../model/comparison-plan.ts'
import type { DistributionMetric } from '../model/distribution.ts'
import { quote } from './found.ts'
import { orList, readOneOf } from './numbers.ts'
import { right, wrong, type Reading } from './problems.ts'

const example = 'write one such as p95 ±5%'

/** What every warm invocation has; the other distributions are of cold starts, of memory, or of the schedule. */
const metrics = [
  'duration',
  'response_time',
  'service_time',
  'billed_duration',
] as const satisfies readonly DistributionMetric[]

const number = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d+)?`
const form = new RegExp(
  String.raw`^\s*(?:(?<metric>[a-z][\w-]*)\s+)?(?:p\s*\(\s*(?<inBraces>${number})\s*\)|p(?<bare>${number})|(?<median>med))` +
    String.raw`(?:\s*(?:±|\+\s*/?\s*-)\s*|\s+)(?<within>${number}\s*%?)\s*$`,
  'i',
)

/** Reads `p95 ±5%`, `response_time p(95) +-5%`, `duration p50 3%`. Without a metric it is about `duration`. */
export function readPrecision(text: string): Reading<Precision> {
  const parts = form.exec(text)?.groups
  if (parts === undefined) return wrong(`${quote(text)} is not a precision; ${example}`)
  const metric = readMetric(parts['metric'] ?? 'duration')
  if (metric.kind === 'wrong') return metric
  const percentile = parts['median'] === undefined ? Number(parts['inBraces'] ?? parts['bare']) : 50
  if (!(percentile > 0 && percentile < 100))
    return wrong(`${quote(text)} names no percentile; write one above 0 and below 100, such as p95`)
  const within = parseAmount({ text: (parts['within'] ?? '').trim(), at: 0 }, 'ratio', 'the precision')
  if (typeof within !== 'number') return wrong(within.message)
  return within > 0 && within < 1
    ? right({ metric: metric.value, percentile, within })
    : wrong(`${quote(text)} is no width to stop at; write more than 0% and less than 100%, such as p95 ±5%`)
}

function readMetric(name: string): Reading<Precision['metric']> {
  const other = allMetrics.has(name) && !metrics.some((metric) => metric === name)
  return other
    ? wrong(`${name} is not known of every warm invocation; write ${orList(metrics)}`)
    : readOneOf(metrics)(name)
}

/** The canonical text: `readPrecision` gives back exactly this precision. */
export function printPrecision({ metric, percentile, within }: Precision): string {
  return `${metric} p(${percentile}) ±${printAmount(within, 'ratio')}`
}
