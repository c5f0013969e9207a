import { expect, test } from 'vitest'
import type { Architecture } from '../../../../lib/model/plan.ts'
import { powerTuningLink } from '../../../../reports/comparison/power-tuning-link.ts'
import { aOrB, comparisonOf, measured, troubled } from '../../../fixtures/example-comparison.ts'

const sized = (memoryMb: number, ms: number, usd: number, architecture?: Architecture) =>
  measured({
    name: `${memoryMb} MB ${architecture ?? ''}`,
    memoryMb,
    ms,
    usd,
    ...(architecture !== undefined && { setting: { architecture } }),
  })

/** As the page reads it. */
function decoded(series: readonly string[]) {
  const [sizes = '', times = '', costs = ''] = series
  const view = (text: string): DataView => {
    const bytes = Buffer.from(text, 'base64')
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  const floats = (data: DataView): readonly number[] =>
    Array.from({ length: data.byteLength / 4 }, (_, index) => data.getFloat32(index * 4, true))
  return {
    sizes: Array.from({ length: view(sizes).byteLength / 2 }, (_, index) =>
      view(sizes).getInt16(index * 2, true),
    ),
    times: floats(view(times)),
    costs: floats(view(costs)),
  }
}

const partsOf = (link: string | undefined): readonly string[] =>
  (link ?? '').slice('https://lambda-power-tuning.show/#'.length).split(';')

test('a link is sizes, times in ms and costs of one invocation, as written out by hand', () => {
  // 128 and 256 as Int16: 80 00 00 01. 16 and 8 as Float32: 00 00 80 41, 00 00 00 41. 2^-16 and 2^-17: 00 00 80 37,
  // 00 00 00 37.
  const settings = [sized(256, 8, 1e6 * 2 ** -17), sized(128, 16, 1e6 * 2 ** -16)]
  expect(powerTuningLink(comparisonOf(settings, {}))).toBe(
    'https://lambda-power-tuning.show/#gAAAAQ==;AACAQQAAAEE=;AACANwAAADc=',
  )
  expect(powerTuningLink(comparisonOf(settings, {}), 'http://127.0.0.1:8080/')).toBe(
    'http://127.0.0.1:8080/#gAAAAQ==;AACAQQAAAEE=;AACANwAAADc=',
  )
})

test('settings without figures are left out', () => {
  const { sizes, times, costs } = decoded(partsOf(powerTuningLink(troubled())))
  expect(sizes).toEqual([512, 1_024])
  expect(times).toEqual([355, 344])
  expect(costs[0]).toBeCloseTo(3.31e-6, 12)
  expect(costs[1]).toBeCloseTo(6.2e-6, 12)
})

test('two architectures are two series with their names', () => {
  const parts = partsOf(
    powerTuningLink(
      comparisonOf(
        [
          sized(128, 100, 2, 'x86_64'),
          sized(256, 50, 2, 'x86_64'),
          sized(128, 90, 1.6, 'arm64'),
          sized(512, 30, 1.7, 'arm64'),
        ],
        {},
      ),
    ),
  )
  expect(parts).toHaveLength(8)
  expect(decoded(parts.slice(0, 3))).toMatchObject({ sizes: [128, 256], times: [100, 50] })
  expect(decoded(parts.slice(3, 6))).toMatchObject({ sizes: [128, 512], times: [90, 30] })
  expect(parts.slice(6)).toEqual(['x86_64', 'arm64'])
})

test('names of series are encoded, so that they can end neither part nor link', () => {
  const level = (value: string, memoryMb: number) =>
    measured({
      name: `${value} ${memoryMb}`,
      memoryMb,
      ms: 10,
      usd: 1,
      setting: { environment: { LEVEL: value } },
    })
  const link = powerTuningLink(
    comparisonOf([level('a;b', 128), level('a;b', 256), level('#c', 128), level('#c', 256)], {}),
  )
  expect(partsOf(link).slice(6)).toEqual(['LEVEL%3Da%3Bb', 'LEVEL%3D%23c'])
})

test('there is no link where the page has no form for it', () => {
  expect(powerTuningLink(aOrB())).toBeUndefined()
  expect(powerTuningLink(comparisonOf([sized(128, 10, 1)], {}))).toBeUndefined()
})
