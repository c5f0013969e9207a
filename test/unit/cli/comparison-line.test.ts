import { describe, expect, it } from 'vitest'
import type { Output } from '../../../cli/context.ts'
import { createComparisonLine } from '../../../cli/live/comparison-line.ts'
import type { ComparisonProgress } from '../../../lib/engine/comparison-progress.ts'
import { comparisonPlanWith, memorySettings } from '../../support/comparison-plan.ts'
import { KeptStream } from '../../support/stream.ts'

function lineOf(more: Partial<Output> = {}, plan = comparisonPlanWith()) {
  const stream = Object.assign(new KeptStream(), { isTTY: true })
  const output: Output = {
    isTerminal: true,
    width: 100,
    color: false,
    unicode: true,
    stream,
    write: async (text) => void stream.write(text),
    ...more,
  }
  let now = 0
  const line = createComparisonLine(output, { quiet: false, plan, now: () => now })
  /** What is drawn after so many ms, escapes taken away. */
  const draw = (at: number, progress: Partial<ComparisonProgress>): string => {
    now = at
    stream.text = ''
    line.show({ stage: 'firing', warm: 0, cold: 0, usd: 0, ...progress })
    // oxlint-disable-next-line no-control-regex
    return stream.text.replaceAll(/\x1b\[[0-9?]*[A-Za-z]/g, '').trim()
  }
  return { draw, line, stream }
}

const [setting = { name: '' }] = memorySettings(128)
const round = (index: number) => ({ index, start: 'warm' as const, order: [setting] })

describe('the live line of a comparison', () => {
  // 2 warm and 2 cold rounds of three settings in turn, a cold one first; they want 10 warm and 4 cold samples each.
  it('shows the round of its kind, the setting, the samples of all settings, and what they cost', () => {
    const { draw } = lineOf()
    expect(draw(1_400, { round: round(3), setting, warm: 15, cold: 6, usd: 0.0123 })).toBe(
      'round 2 of 2 · 128 MB warm · 15 of 30 warm · 6 of 12 cold · $0.0123 at list price · 1 s',
    )
  })

  it('says when rounds go on beyond the plan', () => {
    expect(lineOf().draw(0, { round: round(4), setting })).toContain('further round 1 · 128 MB warm')
  })

  it('says what is done before and after', () => {
    const { draw } = lineOf()
    expect(draw(0, { stage: 'preparing' })).toMatch(/^preparing the settings · 0 of 30 warm/)
    expect(draw(0, { stage: 'preparing', versions: { published: 7, planned: 1_200 } })).toMatch(
      /^preparing the settings · 7 of 1,200 versions published ·/,
    )
    expect(draw(0, { stage: 'putting-back' })).toMatch(/^putting everything back ·/)
  })

  it('says that --until may want more, and leaves out cold starts where none are wanted', () => {
    const until = { metric: 'duration', percentile: 95, within: 0.05 } as const
    const plan = comparisonPlanWith({ design: { until, mostWarm: 100, cold: 0 } })
    expect(lineOf({}, plan).draw(0, { round: round(0), setting })).toContain('0 of 30 or more warm · 0 s')
  })

  it('says the same in fewer words where the terminal is narrow', () => {
    const { draw } = lineOf({ width: 70 })
    // 75 columns in full.
    expect(draw(1_400, { round: round(3), setting, warm: 15, cold: 6, usd: 0.0123 })).toBe(
      'round 2/2 · 128 MB warm · 15/30 warm · 6/12 cold · $0.0123 · 1 s',
    )
  })

  it('cuts the name of a setting rather than take a second line', () => {
    const long = { name: `GREETING=${'a'.repeat(200)}` }
    const text = lineOf({ width: 60 }).draw(0, { round: round(1), setting: long, warm: 15 })
    // 43 columns of others and separators leave 17.
    expect(text).toBe('round 1/2 · GREETING=aaaaaaa… · 15/30 warm · 0/12 cold · 0 s')
  })

  it('draws with ASCII alone where that is asked for', () => {
    expect(lineOf({ unicode: false }).draw(0, { round: round(0), setting })).toMatch(/^[\x20-\x7e]+$/)
  })

  it('is silent where nobody watches, but still says what is to stay', () => {
    const { draw, line, stream } = lineOf({ isTerminal: false })
    expect(draw(0, {})).toBe('')
    line.say('Stored in runs/x')
    expect(stream.text).toBe('Stored in runs/x\n')
  })
})
