import { expect, test } from 'vitest'
import { pricesFor } from '../../../lib/cost/price-book.ts'

test('us-east-1 has the list prices of the Price List publication of 2026-09-19', () => {
  expect(pricesFor('us-east-1', 'x86_64')).toMatchObject({
    perGbSecond: 0.0000166667,
    perRequest: 0.0000002,
    stamp: { date: '2026-09-19' },
  })
  expect(pricesFor('us-east-1', 'arm64')).toMatchObject({ perGbSecond: 0.0000133334, perRequest: 0.0000002 })
})

test.each([
  ['eu-central-1', 0.0000166667, 0.0000133334, 0.2],
  ['eu-central-2', 0.0000183334, 0.0000146667, 0.22],
  ['eu-south-1', 0.0000195172, 0.0000156138, 0.23],
  ['ap-southeast-5', 0.000015, 0.000012, 0.18],
  ['ap-east-1', 0.00002292, 0.0000183, 0.28],
  ['af-south-1', 0.0000221, 0.00001768, 0.27],
  ['me-south-1', 0.0000206667, 0.0000165334, 0.25],
] as const)('%s has its own prices', (region, x86, arm64, perMillionRequests) => {
  expect(pricesFor(region, 'x86_64')?.perGbSecond).toBe(x86)
  expect(pricesFor(region, 'arm64')?.perGbSecond).toBe(arm64)
  expect(pricesFor(region, 'arm64')?.perRequest).toBeCloseTo(perMillionRequests / 1e6, 18)
})

test.each(['cn-north-1', 'us-gov-west-1', 'il-central-1', 'ap-southeast-7', 'nowhere', '__proto__'])(
  'no price is guessed for %s',
  (region) => {
    expect(pricesFor(region, 'x86_64')).toBeUndefined()
    expect(pricesFor(region, 'arm64')).toBeUndefined()
  },
)
