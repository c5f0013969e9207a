import { describe, expect, it } from 'vitest'
import type { Criterion, Entrant, Field } from '../../../lib/compare/field.ts'
import { recommend } from '../../../lib/compare/recommend.ts'
import type { Goals, Setting } from '../../../lib/model/comparison-plan.ts'

/** By what the first is shown to be higher than the second, by name; every other two are level. */
type Shown = readonly (readonly [Criterion, string, string])[]

function fieldOf(entrants: readonly Entrant[], shown: Shown = []): Field {
  const isShown = (by: Criterion, high: Entrant, low: Entrant): boolean =>
    shown.some((each) => each.join() === [by, high.setting.name, low.setting.name].join())
  return {
    entrants,
    speedBy: 'duration',
    rounds: 20,
    compare: (by, one, other) => {
      const relative = (other[by] ?? 0) / (one[by] ?? 0) - 1
      const verdict = isShown(by, other, one) ? 'higher' : isShown(by, one, other) ? 'lower' : 'level'
      const known = one[by] !== undefined && other[by] !== undefined
      return { setting: other.setting.name, relative, verdict: known ? verdict : 'unknown' }
    },
  }
}

const goals: Goals = { weight: 0.5, limits: [], tolerance: 0.05 }

function found(field: Field, now?: string, more: Partial<Goals> = {}) {
  const recommendation = recommend(field, { ...goals, ...more }, 5, now)
  return recommendation?.kind === 'recommended'
    ? [recommendation.setting, recommendation.because]
    : recommendation?.kind
}

const setting = (memoryMb: number, MODE: string, more: Partial<Setting> = {}): Setting => ({
  name: `${memoryMb} MB MODE=${MODE}`,
  memoryMb,
  environment: { MODE },
  ...more,
})

const level = (of: Setting): Entrant => ({ setting: of, limits: [], cost: 1, time: 100 })

const four = [setting(512, 'y'), setting(576, 'y'), setting(576, 'x'), setting(640, 'x')].map(level)
const untimed = four.map((entrant): Entrant => ({ setting: entrant.setting, limits: [], cost: 1 }))

describe('a recommendation of several that are equally good', () => {
  it.each([
    ['level in all', four, {}, 'cheapest'],
    ['of which no speed is known', untimed, {}, 'cheapest'],
    ['within limits', four, { limits: ['duration p(95) < 200ms'] }, 'limits'],
  ])('is the smallest that leaves the variable as it is: %s', (_, entrants, more, because) => {
    const field = fieldOf(entrants)
    expect(found(field, '640 MB MODE=x', more)).toEqual(['576 MB MODE=x', because])
    expect(found(field, '576 MB MODE=y', more)).toEqual(['512 MB MODE=y', because])
  })

  it('leaves the architecture as it is, too', () => {
    const built = (memoryMb: number, architecture: 'arm64' | 'x86_64') =>
      level({ name: `${memoryMb} MB ${architecture}`, memoryMb, architecture })
    const field = fieldOf([built(512, 'arm64'), built(512, 'x86_64'), built(640, 'x86_64')])
    expect(found(field, '640 MB x86_64')).toEqual(['512 MB x86_64', 'cheapest'])
  })

  it('changes the variable where another is shown to be better than all that leave it', () => {
    const dearer = ['576 MB MODE=x', '640 MB MODE=x'].map((name) => ['cost', name, '512 MB MODE=y'] as const)
    const field = fieldOf(
      four.map((entrant) => ({ ...entrant, cost: entrant.setting.memoryMb === 512 ? 0.9 : 1 })),
      dearer,
    )
    expect(found(field, '640 MB MODE=x')).toEqual(['512 MB MODE=y', 'cheapest'])
  })

  it('is the smallest where what is set now is not among them, or shares its variable with none of them', () => {
    expect(found(fieldOf(four), '2048 MB MODE=x')).toEqual(['512 MB MODE=y', 'cheapest'])
    const slow = { ...level(setting(512, 'z')), time: 400 }
    const slower = four.map((entrant) => ['time', slow.setting.name, entrant.setting.name] as const)
    expect(found(fieldOf([slow, ...four], slower), slow.setting.name)?.[0]).toBe('512 MB MODE=y')
  })
})

describe('a recommendation of the fastest of those about as cheap as the cheapest', () => {
  const [cheapest, noisy, third] = [
    { ...level(setting(512, 'c')), cost: 1, time: 100 },
    { ...level(setting(512, 'f')), cost: 1.03, time: 80 },
    { ...level(setting(512, 't')), cost: 1.035, time: 85 },
  ]
  const names = [cheapest, noisy, third].map((entrant) => entrant.setting.name)
  const [c = '', f = '', t = ''] = names

  it('is not called the cheapest where it is shown to be dearer, though it is shown to be faster than none', () => {
    const shown: Shown = [
      ['cost', f, c],
      ['cost', t, c],
      ['time', c, t],
    ]
    expect(found(fieldOf([cheapest, noisy, third], shown))).toEqual([f, 'fastest-of-cheap'])
  })

  it('is called the cheapest where it is level with it in cost and shown to be faster than none', () => {
    const shown: Shown = [
      ['cost', t, c],
      ['time', c, t],
    ]
    expect(found(fieldOf([cheapest, noisy, third], shown))).toEqual([f, 'cheapest'])
  })
})
