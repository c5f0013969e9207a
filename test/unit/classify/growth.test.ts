import { describe, expect, test } from 'vitest'
import { bytesPerMb, findGrowth } from '../../../lib/classify/growth.ts'
import { type Trend, addPoint, emptyTrend } from '../../../lib/classify/trend.ts'

/** The trend of one environment whose first, second, … invocation shows these MB. */
function trendOf(megabytes: readonly number[]): Trend {
  const trend = emptyTrend()
  megabytes.forEach((mb, i) => addPoint(trend, i + 1, mb * bytesPerMb))
  return trend
}

const steps = (first: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + step * i)

describe('/tmp', () => {
  test('12 MB at each of three invocations is called out', () => {
    const growth = findGrowth('tmp', [trendOf([0, 12, 24]), trendOf([0, 12, 24])], 512)
    expect(growth).toEqual({
      of: 'tmp',
      bytesPerInvocation: 12 * bytesPerMb,
      limitBytes: 512 * bytesPerMb,
      fullAfter: 43, // 42 files of 12 MB fit into 512 MB
      environments: 2,
    })
  })

  test('what is there at the beginning leaves less room', () => {
    expect(findGrowth('tmp', [trendOf([112, 122, 132, 142])], 512)?.fullAfter).toBe(40)
  })

  test('the median environment speaks for all', () => {
    const trends = [10, 20, 90].map((step) => trendOf(steps(0, step, 4)))
    expect(findGrowth('tmp', trends, 512)?.bytesPerInvocation).toBe(20 * bytesPerMb)
  })

  test.each([
    ['one download that stays', [0, 300, 300]],
    ['… seen over more invocations', [0, 300, 300, 300, 300, 300]],
    ['a cache that is filled by three invocations', [0, 100, 200, 300, 300, 300, 300]],
    ['files that are removed again', [0, 12, 24, 0, 12, 24, 0, 12]],
    ['less than half a megabyte', steps(0, 0.4, 20)],
    ['nothing', [0, 0, 0, 0]],
    ['shrinking', [30, 20, 10]],
    ['two invocations only', [0, 12]],
  ])('%s is not called out', (_, series) => {
    expect(findGrowth('tmp', [trendOf(series)], 512)).toBeUndefined()
  })

  test('it takes half of the environments that served three times', () => {
    const [growing, steady, short] = [trendOf([0, 12, 24]), trendOf([5, 5, 5]), trendOf([0, 0])]
    expect(findGrowth('tmp', [growing, steady, short, short], 512)?.environments).toBe(1)
    expect(findGrowth('tmp', [growing, steady, steady], 512)).toBeUndefined()
  })
})

describe('memory', () => {
  test('a leak of 1 MB at each of ten invocations is called out', () => {
    // 51 MB after the first, so 128 MB are reached after the 78th.
    expect(findGrowth('memory', [trendOf(steps(51, 1, 10))], 128)).toEqual({
      of: 'memory',
      bytesPerInvocation: bytesPerMb,
      limitBytes: 128 * bytesPerMb,
      fullAfter: 78,
      environments: 1,
    })
  })

  test('a leak of half a megabyte is called out, although REPORT gives whole ones', () => {
    const series = [50, 51, 51, 52, 52, 53, 53, 54, 55, 55, 56, 56, 57, 57, 58, 58, 59, 59, 60, 60]
    expect(findGrowth('memory', [trendOf(series)], 128)).toBeDefined()
  })

  // High-water marks of Node 20 processes, call by call, that leak nothing.
  test.each([
    ['a greeting', [50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50]],
    ['parsing JSON', [51, 52, 53, 53, 53, 54, 55, 55, 56, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57]],
    ['hashing', [52, 53, 55, 57, 57, 57, 58, 58, 58, 58, 58, 58, 58, 58]],
    ['buffers that become garbage', [55, 60, 65, 70, 75, 80, 82, 82, 82, 82, 82, 82, 83, 83, 83]],
  ])('%s is not called a leak, however early one looks', (_, series) => {
    for (let seen = 1; seen <= series.length; seen++) {
      expect(findGrowth('memory', [trendOf(series.slice(0, seen))], 128)).toBeUndefined()
    }
  })
})
