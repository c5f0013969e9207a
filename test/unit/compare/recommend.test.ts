import { describe, expect, it } from 'vitest'
import { evaluateAll } from '../../../lib/gates/evaluate-all.ts'
import { createField } from '../../../lib/compare/field.ts'
import { recommend } from '../../../lib/compare/recommend.ts'
import { createSettingSource } from '../../../lib/compare/setting-source.ts'
import type { Recommendation } from '../../../lib/model/comparison.ts'
import type { Goals, Setting } from '../../../lib/model/comparison-plan.ts'
import type { BillOptions } from '../../../lib/cost/bill.ts'
import { arm64Bill, around, memorySetting, type Sampled, tallyOf } from '../../support/sampled.ts'

interface Measured extends Sampled {
  readonly setting: Setting
}

const goals: Goals = { weight: 0.5, limits: [], tolerance: 0.05 }

function recommended(
  settings: readonly Measured[],
  more: Partial<Goals> = {},
  bill: BillOptions | undefined = arm64Bill,
  baseline = settings[0]?.setting.qualifier,
): Recommendation {
  const all = { ...goals, ...more }
  const contestants = settings.map(({ setting, ...sampled }) => {
    const tally = tallyOf(sampled, bill)
    return { setting, warm: tally.warm, limits: evaluateAll(all.limits, createSettingSource(tally, 1)) }
  })
  const field = createField(contestants, 1)
  const found = field && recommend(field, all, 5, baseline)
  if (found === undefined) throw new Error('nobody took part')
  return found
}

const sized = (memoryMb: number, value: number, share = 0.01): Measured => ({
  setting: memorySetting(memoryMb),
  memoryMb,
  warm: around(value, share, memoryMb),
})

/** Computes for so long at one vCPU, which is 1,769 MB; less memory gives a smaller share of it. */
const computing = (memoryMb: number, atOneVcpu = 150): Measured =>
  sized(memoryMb, atOneVcpu * Math.max(1, 1_769 / memoryMb))

const named = (name: string, value: number, share = 0.01, shift = 0): Measured => ({
  setting: { name, qualifier: name },
  warm: around(value, share, shift),
})

/** One value of an environment variable. */
const valued = (value: string, ms: number, more: Partial<Setting> = {}): Measured => ({
  setting: { name: `MODE=${value}`, environment: { MODE: value }, ...more },
  // Not in step with the other values, so that rounds tell none of equal ones apart.
  warm: around(ms, 0.05, value.charCodeAt(0)),
})

/** What is recommended of settings of which the function had one, or none, before. */
const found = (settings: readonly Measured[], now: string | undefined, more: Partial<Goals> = {}) =>
  recommended(settings, more, arm64Bill, now)

describe('a recommendation of settings that are level in everything', () => {
  const level = [valued('a', 100), valued('b', 100), valued('c', 100)]

  it.each(['MODE=a', 'MODE=b', 'MODE=c'])(
    'is to stay with what is set now, wherever it stands: %s',
    (now) => {
      expect(found(level, now)).toMatchObject({ setting: now, because: 'baseline' })
    },
  )

  it('is none where none of them is set now: nothing speaks for one', () => {
    const nothing = found(level.slice(0, 2), undefined)
    expect(nothing).toMatchObject({
      kind: 'none',
      why:
        'No difference is shown between MODE=a and MODE=b, so nothing speaks for setting one of them. ' +
        'More samples (-n) show smaller differences.',
    })
    expect(nothing.ranking?.cheapest?.level).toHaveLength(1)
  })

  it('is the same within limits that all of them hold', () => {
    const limits = ['duration p(95) < 200ms']
    expect(found(level, 'MODE=b', { limits })).toMatchObject({ setting: 'MODE=b', because: 'baseline' })
    expect(found(level, undefined, { limits })).toMatchObject({ kind: 'none' })
  })

  it('is one of them where what is set now could not be measured', () => {
    expect(found(level, 'MODE=broken')).toMatchObject({ kind: 'recommended', because: 'cheapest' })
  })

  it('is the smallest where they differ in memory', () => {
    const sizes = [128, 256].map((memoryMb) => sized(memoryMb, 1, 0))
    for (const now of [undefined, '256 MB'])
      expect(found(sizes, now)).toMatchObject({ setting: '128 MB', because: 'cheapest' })
  })
})

describe('a recommendation of settings of which some are level', () => {
  const some = [valued('a', 100), valued('b', 100), valued('c', 200)]

  it('is what is set now, where no other is shown to be better', () => {
    expect(found(some, 'MODE=a')).toMatchObject({ setting: 'MODE=a' })
    expect(found(some, 'MODE=b')).toMatchObject({ setting: 'MODE=b' })
    expect(found(some.map(thinly), 'MODE=b')).toMatchObject({ setting: 'MODE=b', because: 'cheapest' })
  })

  it('is another where that is shown to be better than what is set now', () => {
    expect(found(some, 'MODE=c')).toMatchObject({ kind: 'recommended', setting: 'MODE=a' })
    const limits = ['duration p(95) < 150ms']
    expect(found(some, 'MODE=c', { limits })).toMatchObject({ because: 'limits' })
    expect(found(some, 'MODE=b', { limits })).toMatchObject({ setting: 'MODE=b', because: 'limits' })
  })

  it('is what is set now of those with as much memory, or of another memory what leaves all else as it is', () => {
    const both = (memoryMb: number, ms: number) =>
      ['a', 'b'].map((value) => valued(value, ms, { name: `${memoryMb} MB MODE=${value}`, memoryMb }))
    const four = [...both(512, 100), ...both(1_024, 100)].map((one) => ({
      ...one,
      memoryMb: one.setting.memoryMb ?? 0,
    }))
    expect(found(four, '512 MB MODE=b')).toMatchObject({ setting: '512 MB MODE=b' })
    expect(found(four, '1024 MB MODE=b')).toMatchObject({ setting: '512 MB MODE=b' })
    expect(found(four, undefined)).toMatchObject({ setting: '512 MB MODE=a' })
  })
})

/** Of 20 rounds 11 at one value and 9 at the other, so that much is level with it that differs from each other. */
const swinging = (most: number, others: number, memoryMb = 512): Measured => ({
  setting: { name: 'swinging', memoryMb },
  memoryMb,
  warm: Array.from({ length: 20 }, (_, round) =>
    Array.from({ length: 5 }, () => (round < 11 ? most : others)),
  ),
})

describe('a recommendation where two are level with a third, and not with each other', () => {
  const plainly = (name: string, ms: number): Measured => ({
    setting: { name, memoryMb: 512 },
    warm: around(ms),
  })

  it.each([undefined, 'bad', 'gone'])('is not the one that is shown to be worse: %s is set now', (now) => {
    // The mean of the swinging one is 96.25 ms, its p50 40 ms.
    const three = [plainly('bad', 120), swinging(40, 165), plainly('good', 100)]
    const { ranking, ...rest } = found(three, now)
    expect(ranking?.cheapest).toEqual({ setting: 'swinging', level: ['bad', 'good'] })
    expect(ranking?.fastest).toEqual({ setting: 'swinging', level: ['bad', 'good'] })
    expect(rest).toMatchObject({ setting: 'swinging', because: 'cheapest' })
    expect(
      found(
        [three[0], three[2], three[1]].flatMap((one) => one ?? []),
        now,
      ),
    ).toMatchObject({
      setting: 'good',
    })
  })

  it('is not the one that is shown to be slower where all cost the same', () => {
    // Each is billed 1 ms.
    const three = [plainly('bad', 0.8), plainly('good', 0.5), swinging(0.3, 0.95)]
    for (const now of [undefined, 'bad']) expect(found(three, now)).toMatchObject({ setting: 'good' })
  })

  it('is not the one that another is shown to be cheaper than by more than the tolerance', () => {
    // 60 ms at 1,024 MB are 1.0 USD, 100 ms at 512 MB 0.867, and 391 ms at 128 MB 0.852: the mean of the swinging one.
    const three = [plainly('512 MB', 100), sized(1_024, 60), swinging(625, 105, 128)]
    const { ranking, ...rest } = found(three, undefined)
    expect(ranking?.cheapest).toEqual({ setting: 'swinging', level: ['512 MB', '1024 MB'] })
    expect(rest).toMatchObject({ setting: '512 MB' })
    expect(found(three, undefined, { tolerance: 0.2 })).toMatchObject({ setting: '1024 MB' })
  })

  it('is not what is set now within limits, where a third is shown to be cheaper', () => {
    const three = [plainly('bad', 120), swinging(40, 165), plainly('good', 100)]
    const limits = ['duration max < 200ms']
    expect(found(three, 'bad', { limits })).toMatchObject({ setting: 'swinging', because: 'limits' })
    expect(found(three, 'good', { limits })).toMatchObject({ setting: 'good' })
  })
})

describe('a recommendation', () => {
  it('is the fastest where the price is level and Duration falls', () => {
    const { ranking, ...rest } = recommended([128, 256, 512, 1_024, 1_769].map((memory) => computing(memory)))
    expect(rest).toEqual({ kind: 'recommended', setting: '1769 MB', because: 'fastest-of-cheap' })
    // GB-seconds are the same everywhere: 0.150 s × 1769/1024 GB × 13.3334 + 0.20 = 3.655 USD per million.
    expect(ranking?.costSpread).toBeLessThan(0.01)
    expect(ranking?.fastest).toEqual({ setting: '1769 MB', level: [] })
    expect(ranking?.knee).toEqual({ setting: '1769 MB' })
  })

  it('is the smallest where Duration does not fall', () => {
    const waiting = [128, 256, 512, 1_024].map((memory) => sized(memory, 50))
    const { ranking, ...rest } = recommended(waiting)
    expect(rest).toEqual({ kind: 'recommended', setting: '128 MB', because: 'cheapest' })
    expect(ranking?.knee?.setting).toBe('128 MB')
    // Billed 50 or 51 ms: 8 times the memory is about 0.69 + 0.2 against 0.084 + 0.2 USD.
    expect(ranking?.costSpread).toBeCloseTo(0.89 / 0.284 - 1, 0)
  })

  it('is the smallest of those level in speed and price', () => {
    // Of 1 ms the request charge is 99 %: 0.2017 and 0.2033 USD per million.
    const short = [128, 256].map((memory) => sized(memory, 1, 0))
    expect(recommended(short)).toMatchObject({ setting: '128 MB', because: 'cheapest' })
  })

  it('is past the knee never about as cheap: more memory costs more and gains nothing', () => {
    const found = recommended([1_024, 1_769, 3_008].map((memory) => computing(memory)))
    expect(found).toMatchObject({ kind: 'recommended', setting: '1769 MB' })
  })

  it('is the cheapest where the others are dearer by more than the tolerance', () => {
    // 100 ms at 512 MB are 0.867 USD, 60 ms at 1,024 MB 1.0.
    const dearer = [sized(512, 100), sized(1_024, 60)]
    expect(recommended(dearer)).toMatchObject({ setting: '512 MB', because: 'cheapest' })
    expect(recommended(dearer, { tolerance: 0.2 })).toMatchObject({
      setting: '1024 MB',
      because: 'fastest-of-cheap',
    })
  })

  it('is what the weight says in between', () => {
    const balanced = (weight: number) =>
      recommended([sized(512, 100), sized(1_024, 60), sized(2_048, 55)], { weight }).ranking?.balanced
        ?.setting
    expect([balanced(1), balanced(0.5), balanced(0)]).toEqual(['512 MB', '1024 MB', '2048 MB'])
  })

  it('stays with the first of two that are level in everything', () => {
    const found = recommended([named('live', 100, 0.05, 1), named('candidate', 100, 0.05, 2)])
    expect(found).toMatchObject({ setting: 'live', because: 'baseline' })
  })

  it('has both of two on its front that are level in everything, and one alone where it is shown to be better', () => {
    const front = (...settings: readonly Measured[]) => recommended(settings).ranking?.front
    const level = [named('live', 100.1, 0.05, 1), named('candidate', 100, 0.05, 2)]
    expect(front(...level)?.toSorted()).toEqual(['candidate', 'live'])
    expect(front(named('live', 100), named('candidate', 80))).toEqual(['candidate'])
    // Equally fast, and a larger one is dearer.
    expect(front(sized(512, 50), sized(1_024, 50))).toEqual(['512 MB'])
  })

  it('has nobody on its front whom another is shown to beat, though that one is behind a third by figures', () => {
    // 11 rounds at 40 ms and 9 at 165: a lower mean and p50 than the others, and level with both of them.
    const warm = Array.from({ length: 20 }, (_, round) =>
      Array.from({ length: 5 }, () => (round < 11 ? 40 : 165)),
    )
    const noisy: Measured = { setting: { name: 'noisy', qualifier: 'noisy' }, warm }
    const { ranking } = recommended([noisy, named('good', 100), named('bad', 120)])
    expect(ranking?.cost.map(({ verdict }) => verdict)).toEqual(['level', 'level', 'level'])
    expect(ranking?.front).toEqual(['noisy', 'good'])
  })

  it('is the candidate that is shown to be cheaper', () => {
    const found = recommended([named('live', 100), named('candidate', 80)])
    expect(found).toMatchObject({ setting: 'candidate', because: 'cheapest' })
    // 0.7 against 0.867 USD: ceil adds half a millisecond to each.
    expect(found.ranking?.cost.find(({ setting }) => setting === 'live')).toMatchObject({ verdict: 'higher' })
  })

  it('is nothing where no price is known, and says who is fastest', () => {
    const found = recommended(
      [sized(512, 100), sized(1_024, 50)],
      {},
      { ...arm64Bill, region: 'xx-nowhere-1' },
    )
    // Nobody knows whether the slower one is cheaper, so that no front is known either.
    expect(found).toMatchObject({ kind: 'none', ranking: { fastest: { setting: '1024 MB' }, front: [] } })
    expect(found.kind === 'none' && found.why).toContain('fastest is 1024 MB. Say')
    const level = recommended(
      [named('live', 100.2, 0.05, 1), named('candidate', 100, 0.05, 2)],
      {},
      { ...arm64Bill, region: 'xx-nowhere-1' },
      'gone',
    )
    expect(level.kind === 'none' && level.why).toMatch(/fastest is \w+, level in speed with \w+\. Say/u)
  })
})

/** Six rounds of one: enough for intervals, too few for a p50, which takes 11. */
const thinly = ({ warm = [], ...measured }: Measured): Measured => ({
  ...measured,
  warm: warm.slice(0, 6).map((durations) => durations.slice(0, 1)),
})

const thin = (memoryMb: number, value: number): Measured => thinly(sized(memoryMb, value))

describe('a recommendation from too few samples to tell a p50', () => {
  it('is the cheapest, and calls nobody fastest, balanced, a knee or on the front', () => {
    const found = recommended([thin(1_024, 60), thin(512, 100)])
    // 100 ms at 512 MB are 0.867 USD, 60 ms at 1,024 MB 1.0.
    expect(found).toMatchObject({ setting: '512 MB', because: 'cheapest' })
    expect(found.ranking).toMatchObject({ cheapest: { setting: '512 MB', level: [] }, speed: [], front: [] })
    expect(Object.keys(found.ranking ?? {})).toEqual([
      'cheapest',
      'cost',
      'speed',
      'front',
      'costSpread',
      'rounds',
    ])
  })

  it('is so where one setting alone has too few: it may be the fastest', () => {
    const found = recommended([sized(128, 400), sized(256, 200), thin(512, 100)])
    expect(found).toMatchObject({ because: 'cheapest', ranking: { speed: [], front: [] } })
    expect(found.ranking).not.toHaveProperty('fastest')
    expect(found.ranking?.cost).toHaveLength(3)
  })

  it('counts a p50 from 11 samples on', () => {
    const counted = (count: number) => {
      const warm = around(100)
        .flat()
        .slice(0, count)
        .map((value) => [value])
      return recommended([{ ...sized(512, 100), warm }, sized(1_024, 60)]).ranking?.fastest?.setting
    }
    expect([counted(10), counted(11)]).toEqual([undefined, '1024 MB'])
  })

  it('is the cheapest that holds the limits', () => {
    // The mean is known from the first sample on: 0.867 USD at 512 MB, 1.0 at 1,024 MB, 3.53 at 2,048.
    const found = recommended([thin(2_048, 125), thin(1_024, 60)], { limits: ['cost_per_million < 2usd'] })
    expect(found).toMatchObject({ setting: '1024 MB', because: 'limits' })
  })

  it('stays with the first of two that are level in cost: nothing shows that the other is better', () => {
    const [live, candidate] = [thinly(named('live', 100.2)), thinly(named('candidate', 99.8))]
    expect(recommended([live, candidate])).toMatchObject({ setting: 'live', because: 'baseline' })
    const cheaper = recommended([live, thinly(named('candidate', 80))])
    expect(cheaper).toMatchObject({ setting: 'candidate', because: 'cheapest' })
  })

  it('does not stay with the first where another is shown to be faster, though a third one is not told', () => {
    // All of them are billed 1 ms, so that they cost the same: 0.2067 USD.
    const three = [named('a', 0.8), named('b', 0.5), thinly(named('c', 0.8))]
    expect(recommended(three)).toMatchObject({ because: 'cheapest' })
  })

  it('does not stay with the first of two of which neither cost nor speed is known', () => {
    const nowhere = { ...arm64Bill, region: 'xx-nowhere-1' }
    const two = [named('live', 100), named('candidate', 100)].map(thinly)
    expect(recommended(two, {}, nowhere)).toMatchObject({ kind: 'none' })
  })

  it('is nothing where no price is known either, and calls nobody the fastest', () => {
    const nowhere = { ...arm64Bill, region: 'xx-nowhere-1' }
    const found = recommended([thin(512, 100), thin(1_024, 60)], {}, nowhere)
    expect(found).toMatchObject({ kind: 'none', ranking: { cost: [], speed: [], front: [] } })
    expect(found.kind === 'none' && found.why).toMatch(
      /none can be called cheapest, and the samples are too few to tell which is fastest\. Say with --region/u,
    )
  })
})

describe('a recommendation from fewer than six rounds', () => {
  const inRounds = (count: number, measured: Measured, from = 0): Measured => ({
    ...measured,
    warm:
      measured.warm?.map((durations, round) => (round < from || round >= from + count ? [] : durations)) ??
      [],
  })

  it('is nothing, and calls nobody anything, because no difference can be shown', () => {
    // 15 samples each, from which a p50 is told: it is not for want of samples.
    const found = recommended([inRounds(3, sized(128, 400)), inRounds(3, sized(512, 100))])
    expect(found).toEqual({
      kind: 'none',
      why:
        'No difference can be shown: that takes six rounds, and there are 3. ' +
        'Six rounds are 30 warm samples of each setting.',
      ranking: { cost: [], speed: [], front: [], rounds: 3 },
    })
  })

  it('counts the rounds that both have samples in', () => {
    const found = recommended([inRounds(8, sized(128, 400)), inRounds(8, sized(512, 100), 7)])
    expect(found.kind === 'none' && found.why).toMatch(/takes six rounds, and there is 1\. Six/u)
    const none = recommended([inRounds(7, sized(128, 400)), inRounds(7, sized(512, 100), 7)])
    expect(none.kind === 'none' && none.why).toMatch(/takes six rounds, and there are none\. Six/u)
  })

  it('needs six rounds of every two, and not of all together', () => {
    const three = [sized(128, 400), sized(256, 200), sized(512, 100)]
    const found = recommended(three.map((measured, index) => inRounds(10, measured, index * 4)))
    expect(found).toMatchObject({ kind: 'none', ranking: { rounds: 2 } })
    const closer = recommended(three.map((measured, index) => inRounds(10, measured, index * 2)))
    expect(closer).toMatchObject({ kind: 'recommended', setting: '512 MB', ranking: { rounds: 6 } })
  })

  it('is nothing within limits either, though each of them could be judged alone', () => {
    const cold = Array.from({ length: 20 }, () => ({ duration: 20, init: 100 }))
    const two = [sized(128, 400), sized(512, 100)].map((measured) => ({ ...inRounds(3, measured), cold }))
    const found = recommended(two, { limits: ['duration{start:cold} p(50) < 200ms'] })
    expect(found).toMatchObject({ kind: 'none', ranking: { cost: [], rounds: 3 } })
    expect(found.ranking).not.toHaveProperty('withinLimits')
  })

  it('holds no warm limit for sure: that takes rounds, too', () => {
    const tally = tallyOf(inRounds(3, sized(128, 100)), arm64Bill)
    const verdicts = evaluateAll(
      ['duration p(50) < 200ms', 'cost_per_million < 2usd', 'duration p(50) < 50ms'],
      createSettingSource(tally, 1),
    )
    expect(verdicts.map(({ kind }) => kind)).toEqual(['inconclusive', 'inconclusive', 'inconclusive'])
  })

  it('is of one that was measured alone', () => {
    expect(recommended([inRounds(1, sized(128, 400))])).toMatchObject({ setting: '128 MB', because: 'only' })
  })
})

describe('a recommendation of the only one that was measured', () => {
  it('needs no price, and says that it is the only one', () => {
    const nowhere = { ...arm64Bill, region: 'xx-nowhere-1' }
    for (const bill of [arm64Bill, nowhere])
      expect(recommended([sized(512, 100)], {}, bill)).toMatchObject({ setting: '512 MB', because: 'only' })
  })

  it('is none where it does not hold the limits', () => {
    const within = (limit: string) => recommended([sized(512, 100)], { limits: [limit] })
    expect(within('duration p(50) < 200ms')).toMatchObject({ setting: '512 MB', because: 'only' })
    expect(within('duration p(50) < 50ms')).toMatchObject({ kind: 'none' })
  })
})

describe('a recommendation within limits', () => {
  const steps = [sized(128, 400), sized(256, 210), sized(512, 150), sized(1_024, 140)]

  it('is the cheapest that holds them', () => {
    const found = recommended(steps, { limits: ['duration p(95) < 200ms'] })
    expect(found).toMatchObject({
      setting: '512 MB',
      because: 'limits',
      ranking: { withinLimits: { setting: '512 MB' } },
    })
  })

  it('can be bounded by money too', () => {
    // 512 MB: 0.15 s × 0.5 GB × 13.3334 + 0.20 = 1.2 USD per million.
    const limits = ['duration p(95) < 200ms', 'cost_per_million < 1usd']
    const found = recommended(steps, { limits })
    expect(found).toMatchObject({ kind: 'none' })
    expect(found.kind === 'none' && found.why).toMatch(
      /^No setting holds all limits: nearest is 256 MB, where duration p\(95\)/,
    )
  })

  it('says who is nearest when nobody holds them, and by how much', () => {
    const found = recommended([sized(128, 400, 0), sized(256, 220, 0)], {
      limits: ['duration p(95) < 200ms'],
    })
    expect(found).toMatchObject({
      kind: 'none',
      why: 'No setting holds the limit: nearest is 256 MB, where duration p(95) < 200ms is missed with 220 ms, 10 % beyond its limit.',
    })
  })

  it('says how many samples would tell when a limit stays open', () => {
    // No p99 of 20: its upper end needs 0.99^n <= 0.025, which is 368, and five beyond it 500.
    const cold = Array.from({ length: 20 }, (_, index) => ({ duration: 20 + index, init: 100 }))
    const found = recommended([{ ...sized(512, 10), cold }], {
      limits: ['duration{start:cold} p(99) < 200ms'],
    })
    expect(found.kind === 'none' && found.why).toMatch(
      /^No setting is shown to hold the limit: nearest is 512 MB, where duration\{start:cold\} p\(99\) < 200ms is open: 39 ms from 20 observations, .*no upper end.*; more observations would tell, about 500 in all\.$/,
    )
  })
})
