import { describe, expect, test } from 'vitest'
import type { Comparison, Ranking } from '../../../../lib/model/comparison.ts'
import { findings } from '../../../../reports/comparison/content/findings.ts'
import { settingRows } from '../../../../reports/comparison/content/rows.ts'
import {
  against,
  aOrB,
  comparisonOf,
  fewSamples,
  measured,
  sweep,
  troubled,
} from '../../../fixtures/example-comparison.ts'

const sized = (memoryMb: number, ms: number, usd: number) =>
  measured({ name: `${memoryMb} MB`, memoryMb, ms, usd })

/** Of sizes, with as much of a ranking as a sentence needs. */
function ranked(settings: Comparison['settings'], ranking: Partial<Ranking> = {}, weight = 0.5): Comparison {
  const first = settings[0]?.setting.name ?? ''
  return comparisonOf(
    settings,
    {
      recommendation: {
        kind: 'none',
        why: 'it does not matter here',
        ranking: { fastest: { setting: first, level: [] }, cost: [], speed: [], front: [], ...ranking },
      },
    },
    { goals: { weight, limits: [], tolerance: 0.05 } },
  )
}

test('a sweep is explained: where speed is free, where it ends, who is level', () => {
  expect(findings(sweep())).toEqual([
    'From 128 to 1769 MB the price stays within 1.8 % while the time falls from 2.65 s to 188 ms.',
    'Beyond 1769 MB nothing is shown to be faster.',
    // (6.44 - 5.62) / 6.44 = 0.127
    '1769 and 2048 MB are level at p50; 1769 MB is 13 % cheaper.',
    // 652 / 188 = 3.468
    '512, 1024 and 1769 MB are level in cost; 1769 MB is the fastest of them, 3.5 times as fast as 512 MB.',
    'Balanced, with cost and speed weighed alike: 1769 MB.',
  ])
})

describe('that the price is level', () => {
  test('is said of the longest stretch of sizes', () => {
    const settings = [sized(128, 900, 3), sized(256, 400, 2), sized(512, 200, 2.02), sized(1024, 100, 2.06)]
    const speed = [against('256 MB', 3, 'higher'), against('1024 MB', 0, 'level')]
    expect(findings(ranked(settings, { speed }))).toEqual([
      'From 256 to 1024 MB the price stays within 3 % while the time falls from 400 ms to 100 ms.',
    ])
  })

  test('is said of the stretch with what is recommended where several are as long', () => {
    const settings = [sized(128, 900, 3), sized(256, 400, 3.03), sized(512, 200, 2), sized(1024, 100, 2.04)]
    const speed = [
      against('128 MB', 8, 'higher'),
      against('256 MB', 3, 'higher'),
      against('512 MB', 1, 'higher'),
      against('1024 MB', 0, 'level'),
    ]
    const comparison = ranked(settings, { speed })
    expect(findings(comparison)).toEqual([
      'From 128 to 256 MB the price stays within 1 % while the time falls from 900 ms to 400 ms.',
    ])
    const { ranking } = comparison.recommendation
    if (ranking === undefined) throw new Error('there is a ranking')
    const recommendation = { kind: 'recommended', setting: '1024 MB', because: 'cheapest', ranking } as const
    expect(findings({ ...comparison, recommendation })).toEqual([
      'From 512 to 1024 MB the price stays within 2 % while the time falls from 200 ms to 100 ms.',
    ])
  })

  test('is not said where the fall of the time is not shown', () => {
    const settings = [sized(128, 400, 2), sized(256, 200, 2.02)]
    for (const verdict of ['level', 'unknown'] as const) {
      const speed = [against('128 MB', 1, verdict), against('256 MB', 0, 'level')]
      expect(findings(ranked(settings, { speed }))).toEqual([])
    }
  })

  test('is not said where both are slower than the fastest, and how much slower overlaps', () => {
    // 512 MB, the fastest, is too dear for the stretch of the two others.
    const settings = [sized(128, 400, 2), sized(256, 300, 2.02), sized(512, 100, 4)]
    const wide = (name: string, relative: number, low: number, high: number) => ({
      ...against(name, relative, 'higher'),
      interval: { low, high },
    })
    const fastest = against('512 MB', 0, 'level')
    const apart = [wide('128 MB', 3, 2.6, 3.4), wide('256 MB', 2, 1.7, 2.3), fastest]
    expect(findings(ranked(settings, { speed: apart }))).toEqual([
      'From 128 to 256 MB the price stays within 1 % while the time falls from 400 ms to 300 ms.',
    ])
    const overlapping = [wide('128 MB', 3, 2.2, 3.8), wide('256 MB', 2, 1.6, 2.4), fastest]
    expect(findings(ranked(settings, { speed: overlapping }))).toEqual([])
    const { interval: _, ...untold } = against('256 MB', 2, 'unknown')
    expect(findings(ranked(settings, { speed: [wide('128 MB', 3, 2.6, 3.4), untold, fastest] }))).toEqual([])
  })

  test('is not said where the time does not fall, or where more than memory differs', () => {
    expect(findings(ranked([sized(128, 400, 2), sized(256, 395, 2)]))).toEqual([])
    const arm = measured({
      name: '256 MB arm64',
      memoryMb: 256,
      ms: 100,
      usd: 2,
      setting: { architecture: 'arm64' },
    })
    expect(findings(ranked([sized(128, 400, 2), arm]))).toEqual([])
  })
})

describe('the knee', () => {
  const two = [sized(128, 400, 1), sized(256, 200, 9)]
  const largest: Partial<Ranking> = { fastest: { setting: '256 MB', level: [] } }
  const smallest: Partial<Ranking> = { fastest: { setting: '128 MB', level: [] } }

  test('at the largest size says that it was still getting faster', () => {
    const slower = [against('128 MB', 1, 'higher'), against('256 MB', 0, 'level')]
    const knee = { setting: '256 MB' }
    expect(findings(ranked(two, { ...largest, knee, speed: slower }))).toEqual([
      'Still getting faster at 256 MB, the largest size compared.',
    ])
    const unclear = [against('128 MB', 1, 'unknown'), against('256 MB', 0, 'level')]
    expect(findings(ranked(two, { ...largest, knee, speed: unclear }))).toEqual([])
  })

  test('beyond which a larger size is shown to be a little faster says by how much', () => {
    const speed = [against('128 MB', 0.0101, 'higher'), against('256 MB', 0, 'level')]
    expect(findings(ranked(two, { ...largest, knee: { setting: '128 MB', beyond: 0.01 }, speed }))).toEqual([
      'Beyond 128 MB it hardly gets faster: 256 MB is 1 % faster.',
    ])
  })

  test('says of a larger size that is level, or not told apart, only that nothing is shown to be faster', () => {
    for (const verdict of ['level', 'unknown'] as const) {
      const speed = [against('128 MB', 0.004, verdict), against('256 MB', 0, 'level')]
      const knee = { setting: '128 MB', beyond: 0.004 }
      expect(findings(ranked(two, { ...largest, knee, speed }))).toEqual([
        'Beyond 128 MB nothing is shown to be faster.',
      ])
    }
  })

  test('that is the fastest says that nothing gets faster where all larger ones are shown to be slower', () => {
    const knee = { setting: '128 MB', beyond: 0 }
    const found = (verdict: 'higher' | 'level' | 'unknown') =>
      findings(
        ranked(two, {
          ...smallest,
          knee,
          speed: [against('128 MB', 0, 'level'), against('256 MB', 0.1, verdict)],
        }),
      )
    expect(found('higher')).toEqual(['Beyond 128 MB nothing gets faster.'])
    expect(found('level')).toEqual(['Beyond 128 MB nothing is shown to be faster.'])
    expect(found('unknown')).toEqual(['Beyond 128 MB nothing is shown to be faster.'])
  })

  test('is not there for one size alone', () => {
    expect(findings(ranked([sized(128, 400, 1)], { knee: { setting: '128 MB' } }))).toEqual([])
  })
})

describe('settings that are level', () => {
  test('in speed and in cost are said to be neither cheaper nor faster', () => {
    const settings = [sized(512, 200, 2), sized(768, 199, 2.02)]
    const ranking: Partial<Ranking> = {
      fastest: { setting: '768 MB', level: ['512 MB'] },
      cheapest: { setting: '512 MB', level: ['768 MB'] },
      cost: [
        { setting: '512 MB', relative: 0, verdict: 'level' },
        { setting: '768 MB', relative: 0.01, verdict: 'level' },
      ],
      speed: [against('512 MB', 0.005, 'level'), against('768 MB', 0, 'level')],
    }
    expect(findings(ranked(settings, ranking))).toEqual([
      '512 and 768 MB are level at p50.',
      '512 and 768 MB are level in cost.',
    ])
  })

  test('in cost have no fastest among them where the speed of one is not known', () => {
    const comparison = fewSamples()
    const { recommendation } = comparison
    if (recommendation.kind === 'none') throw new Error('the example recommends something')
    const cheapest = { setting: '128 MB', level: ['256 MB'] }
    const ranking = { ...recommendation.ranking, cheapest }
    expect(findings({ ...comparison, recommendation: { ...recommendation, ranking } })).toEqual([
      '128 and 256 MB are level in cost.',
    ])
  })

  test('of more than two names the cheapest, and by how much, where that is shown', () => {
    const settings = [sized(512, 200, 2), sized(768, 199, 2.9), sized(1024, 198, 4)]
    const fastest = { setting: '1024 MB', level: ['512 MB', '768 MB'] }
    const cost = [
      against('512 MB', 0, 'level'),
      against('768 MB', 0.45, 'higher'),
      against('1024 MB', 1, 'higher'),
    ]
    expect(findings(ranked(settings, { fastest, cost }))).toEqual([
      // (2.9 - 2) / 2.9 = 0.310
      '512, 768 and 1024 MB are level at p50; 512 MB is the cheapest of them, 31 % cheaper than 768 MB.',
    ])
    const unclear = cost.map((one) => ({ ...one, verdict: 'level' as const }))
    expect(findings(ranked(settings, { fastest, cost: unclear }))).toEqual([
      '512, 768 and 1024 MB are level at p50.',
    ])
  })

  test('in cost name the fastest of them where all others are shown to be slower', () => {
    const settings = [sized(512, 400, 2), sized(768, 202, 2), sized(1024, 200, 2)]
    const cheapest = { setting: '512 MB', level: ['768 MB', '1024 MB'] }
    const found = (...speed: Ranking['speed']) => findings(ranked(settings, { cheapest, speed })).at(-1)
    const last = against('1024 MB', 0, 'level')
    const slow = against('512 MB', 1, 'higher')
    expect(found(slow, against('768 MB', 0.05, 'higher'), last)).toBe(
      '512, 768 and 1024 MB are level in cost; 1024 MB is the fastest of them, 2 times as fast as 512 MB.',
    )
    expect(found(slow, against('768 MB', 0.01, 'level'), last)).toBe(
      '512, 768 and 1024 MB are level in cost; 1024 MB is 2 times as fast as 512 MB.',
    )
    expect(found({ ...slow, verdict: 'level' }, against('768 MB', 0.01, 'level'), last)).toBe(
      '512, 768 and 1024 MB are level in cost.',
    )
  })
})

test('the balance says how it was weighed', () => {
  const settings = [sized(128, 400, 1), sized(256, 200, 9)]
  expect(findings(ranked(settings, { balanced: { setting: '256 MB', level: ['128 MB'] } }, 0.7))).toEqual([
    'Balanced, with cost weighed 70 %, speed 30 %: 256 MB; level with it: 128 MB.',
  ])
})

test('the balance is not told where the cheapest is the fastest: no weight would choose another', () => {
  const settings = [sized(128, 400, 9), sized(256, 200, 1)]
  const [small, large] = settings.map(({ setting }) => ({ setting: setting.name, level: [] }))
  if (small === undefined || large === undefined) throw new Error('there are two')
  const balance = (ranking: Partial<Ranking>) => {
    const comparison = ranked(settings, { balanced: large, ...ranking })
    const titles = settingRows(comparison).map((row) => row.titles.join())
    return [findings(comparison).join(), ...titles]
  }
  expect(balance({ cheapest: large, fastest: large })).toEqual(['', '', ''])
  expect(balance({ cheapest: small, fastest: large })).toEqual([
    'Balanced, with cost and speed weighed alike: 256 MB.',
    '',
    'balanced',
  ])
})

test('two qualifiers have no knee and no sizes to speak of', () => {
  expect(findings(aOrB())).toEqual([])
})

test('what failed is not spoken of', () => {
  expect(findings(troubled()).join(' ')).not.toMatch(/128|10240/u)
})
