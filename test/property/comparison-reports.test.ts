import * as fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import type {
  Behind,
  Comparison,
  Fate,
  PutBack,
  Ranking,
  Recommendation,
} from '../../lib/model/comparison.ts'
import { comparisonReports } from '../../reports/comparison/index.ts'
import { against, aOrB, comparisonOf, measured, troubled } from '../fixtures/example-comparison.ts'
import { hostile } from '../support/hostile.ts'
import { xmlFault } from '../support/xml.ts'

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { arbitrary: fc.constant<Fate>({ kind: 'measured' }), weight: 5 },
  hostile.map((name): Fate => ({ kind: 'failing', name, failed: 3, of: 9 })),
  hostile.map((why): Fate => ({ kind: 'skipped', why })),
  hostile.map((why): Fate => ({ kind: 'unmeasured', why })),
)

/** The same version is behind several of them, now and then. */
const behind: fc.Arbitrary<Behind> = fc.record(
  {
    version: fc.oneof(fc.constantFrom('$LATEST', '3'), hostile),
    memoryMb: fc.integer({ min: 128, max: 10_240 }),
    architecture: fc.constantFrom('x86_64', 'arm64'),
  },
  { requiredKeys: ['version'] },
)

const setting = fc
  .record({
    name: fc.oneof(
      fc.integer({ min: 128, max: 10_240 }).map((mb) => `${mb} MB`),
      hostile,
    ),
    memoryMb: fc.integer({ min: 128, max: 10_240 }),
    ms: fc.oneof(fc.double({ min: 0.001, max: 900_000, noNaN: true }), fc.constantFrom(0, 1, 100)),
    usd: fc.oneof(fc.double({ min: 0, max: 50_000, noNaN: true }), fc.constantFrom(0, 2)),
    coldMs: fc.integer({ min: 1, max: 60_000 }),
    fate,
    message: hostile,
    limits: fc.boolean(),
    behind: fc.option(behind, { nil: undefined }),
  })
  .map(({ fate, message, limits, behind, ...facts }) => ({
    ...measured({ ...facts, ...(behind && { setting: { qualifier: facts.name } }) }),
    ...(behind && { behind }),
    fate,
    errors: troubled().settings[0]!.errors.map((error) => ({
      ...error,
      name: message,
      message,
      logTail: message,
    })),
    limits: limits ? troubled().settings[1]!.limits.map((verdict) => ({ ...verdict, gate: message })) : [],
  }))

/** Drawn at random: a report is not to believe that a ranking fits the figures. */
const recommendation = (names: readonly string[]): fc.Arbitrary<Recommendation> => {
  const name = fc.constantFrom(...names)
  const standing = fc.record({ setting: name, level: fc.array(name, { maxLength: 3 }) })
  const comparatives = fc
    .array(
      fc.tuple(
        fc.double({ min: -0.999, max: 100, noNaN: true }),
        fc.constantFrom('lower', 'higher', 'level', 'unknown'),
      ),
      { minLength: names.length, maxLength: names.length },
    )
    .map((all) => all.map(([relative, verdict], index) => against(names[index]!, relative, verdict)))
  const ranking: fc.Arbitrary<Ranking> = fc.record(
    {
      cheapest: standing,
      fastest: standing,
      balanced: standing,
      cost: comparatives,
      speed: comparatives,
      front: fc.subarray([...names]),
      knee: fc.record({ setting: name, beyond: fc.double({ min: 0, max: 0.05, noNaN: true }) }),
    },
    { requiredKeys: ['cost', 'speed', 'front'] },
  )
  return fc.oneof(
    fc.tuple(hostile, ranking).map(([why, ranking]): Recommendation => ({ kind: 'none', why, ranking })),
    hostile.map((why): Recommendation => ({ kind: 'none', why })),
    fc
      .record({
        setting: name,
        because: fc.constantFrom('limits', 'fastest-of-cheap', 'cheapest', 'baseline', 'only'),
        ranking,
      })
      .map((found): Recommendation => ({ kind: 'recommended', ...found })),
  )
}

const putBack: fc.Arbitrary<PutBack> = fc.oneof(
  fc.constant<PutBack>({ kind: 'nothing-changed' }),
  fc.constant<PutBack>({ kind: 'unknown' }),
  hostile.map((why): PutBack => ({ kind: 'left', why, journal: why })),
)

const comparison: fc.Arbitrary<Comparison> = fc
  .array(setting, { minLength: 2, maxLength: 12 })
  .chain((settings) =>
    fc
      .record({
        recommendation: recommendation(settings.map(({ setting }) => setting.name)),
        putBack,
        note: hostile,
        valid: fc.boolean(),
        differs: fc.boolean(),
      })
      .map(({ recommendation, putBack, note, valid, differs }) => {
        const { target, plan, ...whole } = comparisonOf(settings, { recommendation, putBack })
        return {
          ...whole,
          plan: { ...plan, base: { ...plan.base, name: note } },
          target: { ...target, function: note, region: note },
          notes: [note],
          validity: { valid, reasons: [note] },
          differences: differs
            ? aOrB().differences.map((each) => ({ ...each, baseline: note, candidate: note }))
            : [],
        }
      }),
  )

/** Drawing hundreds of comparisons takes seconds, more on a busy machine. */
const aMinute = 60_000

const drawnText = (each: Comparison, width: number, unicode: boolean): string =>
  [...comparisonReports.text({ width, color: false, unicode })(each)].join('')

test(
  'no line is wider than the screen, but for the link, whatever a function says',
  { timeout: aMinute },
  () => {
    fc.assert(
      fc.property(comparison, fc.constantFrom(80, 81, 120, 160), fc.boolean(), (each, width, unicode) => {
        const lines = drawnText(each, width, unicode).split('\n')
        const tooWide = lines.filter((line) => stringWidth(line) > width)
        expect(tooWide.filter((line) => !line.startsWith('https://lambda-power-tuning.show/#'))).toEqual([])
      }),
    )
  },
)

test('a terminal without Unicode gets ASCII only', { timeout: aMinute }, () => {
  fc.assert(
    fc.property(comparison, (each) => {
      expect(drawnText(each, 80, false)).toMatch(/^\p{ASCII}*$/u)
    }),
  )
})

test(
  'no report holds a character that a terminal obeys, whatever a function says',
  { timeout: aMinute },
  () => {
    const all = [
      comparisonReports.text({ width: 80, color: false, unicode: true }),
      comparisonReports.md(),
      comparisonReports.json(),
      comparisonReports.svg(),
    ]
    fc.assert(
      fc.property(comparison, fc.constantFrom(...all), (each, report) => {
        expect([...report(each)].join('')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
    )
  },
)

test(
  'the picture is well-formed XML that fetches nothing, whatever a function says',
  { timeout: aMinute },
  () => {
    fc.assert(
      fc.property(comparison, (each) => {
        const svg = [...comparisonReports.svg()(each)].join('')
        expect(xmlFault(svg)).toBeUndefined()
        expect(svg).not.toMatch(/<(?:script|image|use|foreignObject|a)\b|\s(?:href|on\w+)=|@import|url\(/u)
        expect(svg).not.toMatch(/="(?:NaN|-?Infinity|null|undefined)|NaN,|,NaN/u)
      }),
    )
  },
)

test(
  'every row of a Markdown table has as many cells as its heading, whatever a function says',
  { timeout: aMinute },
  () => {
    fc.assert(
      fc.property(comparison, (each) => {
        const lines = [...comparisonReports.md()(each)]
          .join('')
          .replaceAll(/^(`{3,})text\n[^]*?\n\1$/gmu, '')
          .split('\n')
        for (const [index, line] of lines.entries()) {
          if (!line.startsWith('| ') || !(lines[index - 1] ?? '').startsWith('|')) continue
          expect(line.split('|')).toHaveLength(lines[index - 1]!.split('|').length)
        }
      }),
    )
  },
)
