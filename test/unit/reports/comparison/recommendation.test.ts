import { describe, expect, test } from 'vitest'
import type { Comparison, Percentiles, Ranking, Recommended } from '../../../../lib/model/comparison.ts'
import { findings } from '../../../../reports/comparison/content/findings.ts'
import { settingRows } from '../../../../reports/comparison/content/rows.ts'
import { advice } from '../../../../reports/comparison/content/recommendation.ts'
import {
  against,
  aOrB,
  comparisonOf,
  fewSamples,
  invalid,
  measured,
  sweep,
  troubled,
} from '../../../fixtures/example-comparison.ts'

const settings = [
  measured({ name: '128 MB', memoryMb: 128, ms: 355, usd: 2.08 }),
  measured({ name: '1024 MB', memoryMb: 1_024, ms: 86.2, usd: 2.11 }),
  measured({ name: '2048 MB', memoryMb: 2_048, ms: 75.8, usd: 4.2 }),
]

const ranking: Ranking = {
  cheapest: { setting: '128 MB', level: ['1024 MB'] },
  fastest: { setting: '2048 MB', level: [] },
  cost: [
    against('128 MB', 0, 'level'),
    against('1024 MB', 0.0144, 'level'),
    against('2048 MB', 1.019, 'higher'),
  ],
  speed: [
    against('128 MB', 3.68, 'higher'),
    against('1024 MB', 0.137, 'higher'),
    against('2048 MB', 0, 'level'),
  ],
  front: ['128 MB', '1024 MB', '2048 MB'],
}

const recommending = (recommended: Partial<Recommended>, overrides: Partial<Comparison> = {}): Comparison =>
  comparisonOf(settings, {
    recommendation: {
      kind: 'recommended',
      setting: '1024 MB',
      because: 'fastest-of-cheap',
      ranking,
      ...recommended,
    },
    ...overrides,
  })

describe('a recommendation', () => {
  test('says what it costs and how much faster it is than the cheapest, and what the fastest would give', () => {
    expect(advice(recommending({}))).toEqual({
      recommends: true,
      sentences: [
        'Set 1024 MB: about as cheap as the cheapest ($2.11 per million against $2.08, level) and 4.1 times as fast (p50 86.2 ms against 355 ms at 128 MB).',
        // (86.2 - 75.8) / 86.2 = 0.1206; 4.2 / 2.11 = 1.9905.
        '2048 MB, the fastest, is 12 % faster and 99 % dearer.',
      ],
    })
  })

  test('of a comparison that did not come to its end says so', () => {
    for (const ended of ['interrupted', 'incomplete'] as const) {
      expect(advice(recommending({}, { ended })).sentences.at(-1)).toBe(
        'The comparison did not come to its end: this is from fewer samples than were wanted.',
      )
    }
  })

  test('says how much dearer it is where that was shown', () => {
    const cost = [against('128 MB', 0, 'level'), against('1024 MB', 0.0144, 'higher')]
    expect(advice(recommending({ ranking: { ...ranking, cost } })).sentences[0]).toContain(
      '($2.11 per million against $2.08, 1.4 % dearer)',
    )
  })

  test('calls no price near that is level only because it varies', () => {
    const [small, , large] = settings
    const far = {
      ...recommending({}),
      settings: [small!, measured({ name: '1024 MB', ms: 86.2, usd: 2.5 }), large!],
    }
    // 2.5 / 2.08 = 1.2019.
    expect(advice(far).sentences[0]).toContain(
      'Set 1024 MB: not shown to be dearer than the cheapest ($2.50 per million against $2.08, level) and 4.1 times',
    )
  })

  test('calls no price near that is shown to be dearer, though perhaps by no more than the tolerance', () => {
    const [small, , large] = settings
    const higher = { ...against('1024 MB', 0.2, 'higher'), interval: { low: 0.03, high: 0.37 } }
    const far = {
      ...recommending({ ranking: { ...ranking, cost: [against('128 MB', 0, 'level'), higher] } }),
      settings: [small!, measured({ name: '1024 MB', ms: 86.2, usd: 2.5 }), large!],
    }
    expect(advice(far).sentences[0]).toContain(
      'Set 1024 MB: not shown to be more than 5 % dearer than the cheapest ($2.50 per million against $2.08, 20 % dearer, 3 to 37 %) and 4.1 times',
    )
  })

  test('does not repeat a price that reads the same', () => {
    expect(advice(sweep()).sentences).toEqual([
      'Set 1769 MB: about as cheap as the cheapest ($5.62 per million) and 1.7 times as fast (p50 188 ms against 325 ms at 1024 MB).',
      'It is level in speed with 2048 MB, whose p50 is the lowest.',
    ])
  })

  test('calls none the fastest of several that are level, when it says what these would give', () => {
    const fastest = { setting: '2048 MB', level: ['1769 MB', '3008 MB'] }
    expect(advice(recommending({ ranking: { ...ranking, fastest } })).sentences[1]).toBe(
      '2048 MB, among the fastest (level with 1769 and 3008 MB), is 12 % faster and 99 % dearer.',
    )
  })

  test('of the cheapest says so, and what the fastest would give', () => {
    const ahead = { ...ranking, cheapest: { setting: '128 MB', level: [] } }
    expect(
      advice(recommending({ setting: '128 MB', because: 'cheapest', ranking: ahead })).sentences,
    ).toEqual([
      'Keep 128 MB: the cheapest ($2.08 per million, p50 355 ms).',
      // 355 / 75.8 = 4.683; 4.2 / 2.08 = 2.019.
      '2048 MB, the fastest, is 4.7 times as fast and 2 times as dear.',
    ])
  })

  test('calls nobody the fastest where a p50 is not known, and says so', () => {
    const comparison = fewSamples()
    expect(advice(comparison).sentences).toEqual([
      'Keep 128 MB: the cheapest ($2.08 per million, p50 355 ms).',
      'Which is the fastest is not known: there are too few samples to tell.',
    ])
    expect(findings(comparison).join(' ')).not.toMatch(/faster|fastest|Balanced/u)
    expect(
      settingRows(comparison).map(({ speed, titles, onFront }) => [speed.words, onFront, ...titles]),
    ).toEqual([
      ['–', false],
      ['–', false],
    ])
  })

  test('to stay with the baseline says that speed is not known where it is not', () => {
    const { recommendation } = fewSamples()
    if (recommendation.kind === 'none') throw new Error('the example recommends something')
    const stay = { ...fewSamples(), recommendation: { ...recommendation, because: 'baseline' as const } }
    expect(advice(stay).sentences).toEqual([
      'Stay with 128 MB: nothing shows that another is better ($2.08 per million, p50 355 ms).',
      'Which is the fastest is not known: there are too few samples to tell.',
    ])
  })

  test('that is called the cheapest, though another has the lower figure, does not say that it is', () => {
    expect(advice(recommending({ because: 'cheapest' })).sentences[0]).toMatch(
      /^Set 1024 MB: about as cheap as the cheapest/u,
    )
  })

  test('of a qualifier is taken, not set', () => {
    expect(advice(aOrB()).sentences).toEqual([
      'Take candidate: the cheapest and the fastest ($4.70 per million, p50 171 ms).',
    ])
  })

  test('of one that is level in speed with another does not call it the fastest', () => {
    const comparison = aOrB()
    const { recommendation } = comparison
    const fastest = { setting: 'candidate', level: ['live'] }
    const ranking = recommendation.ranking && { ...recommendation.ranking, fastest }
    if (recommendation.kind === 'none' || ranking === undefined) throw new Error('it recommends one')
    const level = { ...comparison, recommendation: { ...recommendation, ranking } }
    expect(advice(level).sentences).toEqual([
      'Take candidate: the cheapest ($4.70 per million, p50 171 ms), and none is shown to be faster.',
    ])
  })

  test('of one that is level in speed with the cheapest, which is the fastest by figures, calls it no slower', () => {
    const speed = [
      against('128 MB', 0, 'level'),
      against('1024 MB', 0.01, 'level'),
      against('2048 MB', 0.5, 'higher'),
    ]
    const fastest = { setting: '128 MB', level: ['1024 MB'] }
    expect(advice(recommending({ ranking: { ...ranking, speed, fastest } })).sentences).toEqual([
      'Set 1024 MB: about as cheap as the cheapest ($2.11 per million against $2.08, level) and level in speed ' +
        '(p50 86.2 ms against 355 ms at 128 MB).',
    ])
  })

  test('of one that is beside the cheapest not shown to be faster or slower calls it neither', () => {
    const between = (mine: number, low: number, high: number) =>
      advice(
        recommending({
          ranking: {
            ...ranking,
            speed: [
              { ...against('128 MB', 0.35, 'higher'), interval: { low: 0.25, high: 0.45 } },
              { ...against('1024 MB', mine, 'higher'), interval: { low, high } },
              against('2048 MB', 0, 'level'),
            ],
          },
        }),
      ).sentences[0]
    const unclear =
      'Set 1024 MB: about as cheap as the cheapest ($2.11 per million against $2.08, level) and not shown to be slower ' +
      '(p50 86.2 ms against 355 ms at 128 MB).'
    expect(between(0.3, 0.2, 0.4)).toBe(unclear)
    expect(between(0.4, 0.3, 0.5)).toBe(unclear)
    // Its interval ends before that of the cheapest begins.
    expect(between(0.15, 0.1, 0.2)).toContain('and 4.1 times as fast (p50')
  })

  test('of one that is level in cost with another does not call it the cheapest', () => {
    const { recommendation, ...rest } = aOrB()
    if (recommendation.kind === 'none') throw new Error('it recommends one')
    const taken = (more: Partial<Ranking>, because: Recommended['because'] = 'cheapest') => {
      const ranking = { ...recommendation.ranking, ...more }
      return advice({ ...rest, recommendation: { ...recommendation, because, ranking } }).sentences[0]
    }
    const level = { setting: 'candidate', level: ['live'] }
    const other = { setting: 'live', level: [] }
    expect(taken({ cheapest: level })).toBe(
      'Take candidate: the fastest ($4.70 per million, p50 171 ms), and none is shown to be cheaper.',
    )
    expect(taken({ cheapest: level, fastest: level })).toBe(
      'Take candidate: none is shown to be cheaper or faster ($4.70 per million, p50 171 ms).',
    )
    expect(taken({ cheapest: level, fastest: other })).toBe(
      'Take candidate: none is shown to be cheaper ($4.70 per million, p50 171 ms).',
    )
    expect(taken({ withinLimits: level }, 'limits')).toMatch(
      /^Take candidate: it holds .*, and none that does is shown to be cheaper \(/u,
    )
    const { fastest: _, ...untold } = recommendation.ranking
    const kept = { ...untold, cheapest: { setting: 'live', level: ['candidate'] } }
    const slow = advice({ ...rest, recommendation: { ...recommendation, ranking: kept } }).sentences[0]
    expect(slow).toMatch(/^Take candidate: .* the cheapest \([^)]*\)\.$/u)
  })

  test('of what the function has already is to keep it', () => {
    const kept = (current: string) => advice(recommending({}, { current })).sentences[0]
    expect(kept('1024 MB')).toMatch(/^Keep 1024 MB: about as cheap/u)
    expect(kept('2048 MB')).toMatch(/^Set 1024 MB: about as cheap/u)
    const { current: _, ...none } = recommending({})
    expect(advice(none).sentences[0]).toMatch(/^Set 1024 MB: about as cheap/u)
  })

  test('by a limit names the limit, and what the cheapest of all would be', () => {
    expect(advice(troubled()).sentences[0]).toBe(
      'Set 512 MB: the cheapest that holds response_time p(95) < 500ms ($3.31 per million, p50 355 ms).',
    )
    const held = recommending({
      because: 'limits',
      ranking: { ...ranking, withinLimits: { setting: '1024 MB', level: [] } },
    })
    expect(advice(held).sentences).toEqual([
      'Set 1024 MB: the cheapest that holds every limit ($2.11 per million, p50 86.2 ms).',
      // 355 / 86.2 = 4.118; (2.11 - 2.08) / 2.11 = 0.0142.
      '128 MB, among the cheapest, is 4.1 times as slow and 1.4 % cheaper.',
    ])
  })

  test('by a limit calls the cheapest of all no slower where that is not shown', () => {
    const speed = [
      { ...against('128 MB', 0.35, 'higher'), interval: { low: 0.25, high: 0.45 } },
      { ...against('1024 MB', 0.3, 'higher'), interval: { low: 0.2, high: 0.4 } },
      against('2048 MB', 0, 'level'),
    ]
    expect(advice(recommending({ because: 'limits', ranking: { ...ranking, speed } })).sentences[1]).toBe(
      '128 MB, among the cheapest, is 1.4 % cheaper.',
    )
  })

  test('by a limit without a price is of the only one that holds it', () => {
    expect(advice(recommending({ because: 'limits' })).sentences[0]).toMatch(
      /^Set 1024 MB: the only one that holds/u,
    )
  })

  test('to stay with the baseline says that nothing speaks for another', () => {
    expect(advice(recommending({ setting: '128 MB', because: 'baseline' })).sentences).toEqual([
      'Stay with 128 MB: nothing shows that another is better ($2.08 per million, p50 355 ms).',
    ])
  })

  test('to stay with it within limits says that it holds them', () => {
    const { plan } = troubled()
    const stay = { ...recommending({ setting: '128 MB', because: 'baseline' }), plan }
    expect(advice(stay).sentences).toEqual([
      'Stay with 128 MB: it holds every limit, and nothing shows that another is better ($2.08 per million, p50 355 ms).',
    ])
  })

  test('prints no percentile that is not resolved, and no price that is not known', () => {
    const few = settings.map((each) => {
      const { costPerMillion: _, duration, responseTime, ...warm } = each.warm
      if (duration === undefined || responseTime === undefined) throw new Error('the example has times')
      const untold = (times: Percentiles): Percentiles => ({
        ...times,
        p50: { ...times.p50, resolved: false },
      })
      return { ...each, warm: { ...warm, duration: untold(duration), responseTime: untold(responseTime) } }
    })
    const unknown = { ...recommending({ setting: '128 MB', because: 'baseline' }), settings: few }
    expect(advice(unknown).sentences).toEqual(['Stay with 128 MB: nothing shows that another is better.'])
  })
})

describe('a recommendation of the only one that was measured', () => {
  const { settings: whole } = troubled()
  const [dying, works, , refused] = whole
  const only = (others: readonly (typeof dying)[], limits = works!.limits): Comparison => ({
    ...troubled(),
    settings: [...others.map((other) => other!), { ...works!, limits }],
    recommendation: { kind: 'recommended', setting: '512 MB', because: 'only', ranking },
  })

  test('says what became of the others, without superlatives', () => {
    const comparison = only([dying], [])
    expect(advice(comparison).sentences).toEqual([
      'Set 512 MB: the only one that works ($3.31 per million, p50 355 ms); 128 MB runs into Runtime.OutOfMemory.',
    ])
    expect(advice(only([dying, refused], [])).sentences).toEqual([
      'Set 512 MB: the only one that could be measured ($3.31 per million, p50 355 ms); 128 MB runs into Runtime.OutOfMemory, 10240 MB was skipped.',
    ])
    expect(findings(comparison)).toEqual([])
    expect(
      settingRows(comparison).map(({ price, speed, onFront, titles }) => [
        price.words,
        speed.words,
        onFront,
        titles,
      ]),
    ).toEqual([
      ['', '', false, []],
      ['', '', false, []],
    ])
  })

  test('does not say of others that fail too often that they could not be measured', () => {
    const flaky = { ...works!, setting: dying!.setting, fate: dying!.fate }
    expect(advice(only([flaky, refused], [])).sentences[0]).toContain(
      'Set 512 MB: the only one that does not fail too often ($3.31 per million',
    )
  })

  test('says that it holds the limits', () => {
    expect(advice(only([dying])).sentences[0]).toContain(
      'the only one that works, and it holds response_time p(95) < 500ms (',
    )
  })
})

describe('no recommendation', () => {
  test('says why', () => {
    const why = 'no setting holds the limit'
    expect(advice(recommending({}, { recommendation: { kind: 'none', why } }))).toEqual({
      recommends: false,
      sentences: ['Nothing can be recommended.', 'No setting holds the limit.'],
    })
  })

  test('is given by an invalid comparison, whatever its document says', () => {
    const { recommendation } = sweep()
    expect(advice({ ...invalid(), recommendation })).toEqual({
      recommends: false,
      sentences: ['Nothing can be recommended.', 'The comparison is invalid.'],
    })
  })
})
