import type { Architecture } from '../model/plan.ts'
import type { PriceBookStamp } from '../model/run.ts'

/** USD list prices of one region and architecture: before the free tier, on demand, first volume tier. */
export interface Prices {
  readonly region: string
  readonly architecture: Architecture
  readonly perGbSecond: number
  readonly perRequest: number
  readonly stamp: PriceBookStamp
}

/** The list prices of a region, or undefined where none is confirmed: a price is never guessed. */
export function pricesFor(region: string, architecture: Architecture): Prices | undefined {
  const row = rows.get(region)
  if (row === undefined) return undefined
  return {
    region,
    architecture,
    perGbSecond: architecture === 'arm64' ? row.arm64 : row.x86,
    perRequest: row.perRequest,
    stamp: row.stamp,
  }
}

interface Row {
  /** Per GB-second. The volume tiers begin at 6 (x86) and 7.5 (arm64) billion a month: no test reaches them. */
  readonly x86: number
  readonly arm64: number
  readonly perRequest: number
  readonly stamp: PriceBookStamp
}

const usEast1: PriceBookStamp = {
  date: '2026-09-19',
  source: 'AWS Price List (AWSLambda), aws.amazon.com/lambda/pricing',
}

const otherRegions: PriceBookStamp = {
  date: '2026-11-23',
  source: 'list prices collected 2026-11: AWS Pricing Calculator, aws.amazon.com/lambda/pricing',
}

const base = { x86: 0.0000166667, arm64: 0.0000133334, perRequest: 0.0000002, stamp: otherRegions }

// Left out because no public source confirms all three prices: ap-south-2, ap-southeast-3, ap-southeast-6,
// ap-southeast-7, ap-east-2, ca-west-1, eu-south-2, il-central-1, me-central-1, mx-central-1, eusc-de-east-1 and
// GovCloud. China is priced in CNY.
const rows: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['us-east-1', { ...base, stamp: usEast1 }],
  ['us-east-2', base],
  ['us-west-1', base],
  ['us-west-2', base],
  ['ca-central-1', base],
  ['sa-east-1', base],
  ['eu-west-1', base],
  ['eu-west-2', base],
  ['eu-west-3', base],
  ['eu-central-1', base],
  ['eu-north-1', base],
  ['ap-south-1', base],
  ['ap-northeast-1', base],
  ['ap-northeast-2', base],
  ['ap-northeast-3', base],
  ['ap-southeast-1', base],
  ['ap-southeast-2', base],
  ['ap-southeast-4', base],
  ['eu-central-2', row(0.0000183334, 0.0000146667, 0.00000022)],
  ['eu-south-1', row(0.0000195172, 0.0000156138, 0.00000023)],
  ['ap-southeast-5', row(0.000015, 0.000012, 0.00000018)],
  ['ap-east-1', row(0.00002292, 0.0000183, 0.00000028)],
  ['af-south-1', row(0.0000221, 0.00001768, 0.00000027)],
  ['me-south-1', row(0.0000206667, 0.0000165334, 0.00000025)],
])

function row(x86: number, arm64: number, perRequest: number): Row {
  return { x86, arm64, perRequest, stamp: otherRegions }
}
