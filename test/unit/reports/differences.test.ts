import { describe, expect, it } from 'vitest'
import type { Difference } from '../../../lib/model/difference.ts'
import {
  formatAbsoluteChange,
  formatChangeInterval,
  formatRelativeChange,
} from '../../../reports/content/changes.ts'
import {
  differenceGroups,
  differenceLegend,
  differenceSummary,
} from '../../../reports/content/differences.ts'
import { differencesSection as markdown } from '../../../reports/markdown/differences.ts'
import { differencesSection as text } from '../../../reports/terminal/differences.ts'
import { createStyle } from '../../../reports/terminal/style.ts'

describe('a change', () => {
  it.each([
    [-0.4512, '-45.1 %'],
    [0.0012, '+0.1 %'],
    [0.0003, '+0.03 %'],
    [0.000_04, '0 %'],
    [0, '0 %'],
    [0.9994, '+99.9 %'],
    [0.9996, '+100 %'],
    [12.345, '+1,235 %'],
  ])('of the share %d is shown as %s', (ratio, expected) => {
    expect(formatRelativeChange(ratio)).toBe(expected)
  })

  it.each([
    [-55_700, 'µs', '-55.7 ms'],
    [0.4, 'µs', '0 µs'],
    [1_230_000, 'µs', '+1.23 s'],
    [0.012, 'ratio', '+1.2 pp'],
    [-0.31, 'USD', '-$0.310'],
    [0.31, 'USD', '+$0.310'],
    [1_048_576, 'B', '+1 MB'],
    [-3, 'count', '-3'],
    [2.5, 'GB-s', '+2.5 GB-s'],
  ] as const)('of %d %s is shown as %s', (change, unit, expected) => {
    expect(formatAbsoluteChange(change, unit)).toBe(expected)
  })

  it('of money has as many decimals as the amounts beside it', () => {
    expect(formatAbsoluteChange(0.31, 'USD', [4.28, 4.59])).toBe('+$0.31')
  })

  it('has an interval with its unit once, and ends that may be missing', () => {
    expect(formatChangeInterval({ low: -0.03, high: 0.04 }, formatRelativeChange)).toBe('-3.0 to +4.0 %')
    const absolute = (change: number): string => formatAbsoluteChange(change, 'µs')
    expect(formatChangeInterval({ low: -900, high: 1_200 }, absolute)).toBe('-900 µs to +1.20 ms')
    expect(formatChangeInterval({ low: 0.2 }, formatRelativeChange)).toBe('at least +20.0 %')
    expect(formatChangeInterval({ high: 0.2 }, formatRelativeChange)).toBe('at most +20.0 %')
    expect(formatChangeInterval({}, formatRelativeChange)).toBeUndefined()
  })
})

const sided = (n: number, value: number, resolved = true) => ({ n, value, resolved })

const difference = (more: Partial<Difference> = {}): Difference => ({
  metric: 'response_time p(95)',
  unit: 'µs',
  start: 'all',
  baseline: sided(100, 200_000),
  candidate: sided(98, 100_000),
  absolute: -100_000,
  absoluteInterval: { low: -110_000, high: -90_000 },
  relative: -0.5,
  relativeInterval: { low: -0.55, high: -0.45 },
  verdict: 'lower',
  ...more,
})

describe('a difference in words', () => {
  it.each<readonly [Partial<Difference>, string]>([
    [{ verdict: 'lower' }, 'better'],
    [{ verdict: 'higher' }, 'worse'],
    [{ verdict: 'level' }, 'level'],
    [{ verdict: 'unknown' }, 'unknown'],
    [{ metric: 'reuse_rate', unit: 'ratio', verdict: 'higher' }, 'better'],
    [{ metric: 'error_rate', unit: 'ratio', verdict: 'higher' }, 'worse'],
    [{ verdict: 'lower', baseline: sided(9, 200_000, false) }, 'unknown'],
  ])('%j is %s', (more, expected) => {
    expect(differenceGroups([difference(more)])[0]?.lines[0]?.judgement).toBe(expected)
  })

  it('that is level shows ~ and how large it could be, not how large it seemed', () => {
    const more = { verdict: 'level', relative: 0.01, relativeInterval: { low: -0.03, high: 0.04 } } as const
    expect(differenceGroups([difference(more)])[0]?.lines[0]).toMatchObject({
      absolute: '',
      relative: '~',
      interval: '-3.0 to +4.0 %',
    })
  })

  it('without verdict shows what was seen, and ? for its interval', () => {
    expect(differenceGroups([difference({ verdict: 'unknown' })])[0]?.lines[0]).toMatchObject({
      absolute: '-100 ms',
      relative: '-50.0 %',
      interval: '?',
    })
  })

  it('hides a percentile that too little lies beyond, and what would give it away', () => {
    const [group] = differenceGroups([difference({ candidate: sided(9, 123_000, false) })])
    expect(group?.lines[0]).toMatchObject({ baseline: '200 ms', candidate: '–', absolute: '', relative: '' })
    expect(JSON.stringify(group)).not.toContain('123')
  })

  it('has its interval in its own unit where there is none in per cent', () => {
    const { relative: _, relativeInterval: __, ...rest } = difference({ baseline: sided(100, 0) })
    expect(differenceGroups([rest])[0]?.lines[0]).toMatchObject({
      relative: '',
      interval: '-110 to -90.0 ms',
    })
  })

  it('stands with others of the same metric, kind of start and counts', () => {
    const groups = differenceGroups([
      difference({ metric: 'response_time p(50)' }),
      difference(),
      difference({ metric: 'duration{start:warm} p(50)', start: 'warm' }),
      difference({ metric: 'cold_start_rate', unit: 'ratio' }),
      difference({ metric: 'error_rate', unit: 'ratio' }),
      difference({ metric: 'throttle_rate', unit: 'ratio', candidate: sided(99, 0) }),
    ])
    expect(groups.map(({ title, observations, lines }) => [title, observations, lines.length])).toEqual([
      ['Response time, all starts', 'n 100 and 98', 2],
      ['Duration, warm starts', 'n 100 and 98', 1],
      ['Rates', 'n 100 and 98', 2],
      ['Rates', 'n 100 and 99', 1],
    ])
  })

  it('of money has as many decimals in all of its columns, and as in other tables beside it', () => {
    const cost = (baseline: number, candidate: number) =>
      difference({
        metric: 'cost_per_million',
        unit: 'USD',
        baseline: sided(100, baseline),
        candidate: sided(100, candidate),
        absolute: candidate - baseline,
        absoluteInterval: { low: -0.012, high: -0.0004 },
      })
    const [small, large] = [cost(0.6774, 0.673), cost(0.6774, 1.02)]
    const columns = (...differences: readonly Difference[]) =>
      differenceGroups(differences).flatMap(({ lines }) =>
        lines.map(({ baseline, candidate, absolute }) => [baseline, candidate, absolute]),
      )
    expect(columns(large)).toEqual([['$0.68', '$1.02', '+$0.34']])
    // Three decimals are the fewest that show the change of 0.0044.
    expect(columns(small)).toEqual([['$0.677', '$0.673', '-$0.004']])
    expect(columns(small, large)).toEqual([
      ['$0.677', '$0.673', '-$0.004'],
      ['$0.677', '$1.020', '+$0.343'],
    ])
    expect(differenceGroups([small])[0]?.lines[0]?.absoluteInterval).toBe('-$0.0120 to -$0.0004')
    const drawn = text(
      [{ differences: [small] }, { differences: [large] }],
      createStyle({ width: 80, color: false }),
    ).join('\n')
    expect(drawn).not.toContain('$0.68')
    expect(markdown([{ differences: [small] }, { differences: [large] }]).join('\n')).not.toContain('$0.68')
  })

  it('of a metric that has no words yet is named as it is, without what could harm', () => {
    const [group] = differenceGroups([difference({ metric: 'new_metric max' })])
    expect(group?.title).toBe('new metric, all starts')
    expect(group?.lines[0]?.label).toBe('max')
  })
})

describe('differences together', () => {
  it('are counted, the worst first', () => {
    const all = (['lower', 'level', 'higher', 'unknown', 'level'] as const).map((verdict) =>
      difference({ verdict }),
    )
    expect(differenceSummary(all)).toBe('1 worse, 1 better, 2 level, 1 too little to tell')
    expect(differenceSummary([])).toBe('')
  })

  it('explain only the signs that they use', () => {
    expect(differenceLegend([difference()])).toEqual([])
    expect(differenceLegend([difference({ verdict: 'level' })])).toEqual([expect.stringMatching(/^~ /)])
    expect(differenceLegend([difference({ metric: 'error_rate', unit: 'ratio' })])).toEqual([
      'pp: percentage points',
    ])
  })

  it('that are many warn of what chance does', () => {
    const many = Array.from({ length: 12 }, () => difference())
    expect(differenceLegend(many)).toEqual([expect.stringContaining('by chance')])
    expect(differenceLegend(many.map((one) => ({ ...one, verdict: 'level' as const })))).toHaveLength(1)
  })

  it('are nothing where there are none', () => {
    expect(text([{ differences: [] }], createStyle({ width: 80, color: false }))).toEqual([])
    expect(markdown([{ differences: [] }])).toEqual([])
  })

  it('call sides by their names, and by what they are where a name is too long for its column', () => {
    const style = createStyle({ width: 80, color: false })
    const named = { baseline: 'live', candidate: 'blue' }
    expect(text([{ differences: [difference()], sides: named }], style).slice(0, 2)).toEqual([
      'blue against live  95 % intervals · 1 better',
      expect.stringMatching(/^ +live +blue +change$/u),
    ])
    const long = { baseline: 'checkout-2026-11-25', candidate: 'checkout-2026-11-26' }
    const drawn = text([{ differences: [difference()], sides: long }], style).join('\n')
    expect(drawn).toContain('checkout-2026-11-26 against checkout-2026-11-25  candidate against baseline\n')
    expect(drawn).toMatch(/^ +baseline +candidate +change$/mu)
    expect(markdown([{ differences: [difference()], sides: named }]).join('\n')).toMatch(
      /^### `blue` against `live`\n95 % intervals: 1 better\.\n\| {2}\| `live` \| `blue` \| Change \|/u,
    )
  })

  it('of several candidates explain their signs once, below the last', () => {
    const differences = [difference({ verdict: 'level' })]
    const compared = ['blue', 'green'].map((candidate) => ({
      differences,
      sides: { baseline: 'live', candidate },
    }))
    const legend = '~ no difference is shown; one inside the interval could still be there'
    const lines = text(compared, createStyle({ width: 80, color: false }))
    expect(lines.filter((line) => line.includes(' against '))).toHaveLength(2)
    expect(lines.filter((line) => line === '')).toHaveLength(1)
    expect(lines.indexOf(`  ${legend}`)).toBe(lines.length - 1)
    const blocks = markdown(compared)
    expect(blocks.filter((block) => block.startsWith('### '))).toHaveLength(2)
    expect(blocks.filter((block) => block.includes('no difference is shown'))).toEqual([`\\${legend}`])
  })

  it('fit 80 columns, and say in words what a colour says', () => {
    const verdicts = ['lower', 'higher', 'level', 'unknown'] as const
    const all = verdicts.map((verdict) => difference({ verdict }))
    const lines = text([{ differences: all }], createStyle({ width: 80, color: false }))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    for (const word of ['better', 'worse', 'level']) expect(lines.join('\n')).toContain(word)
  })
})
