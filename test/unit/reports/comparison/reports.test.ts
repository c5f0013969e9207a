import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Behind, Comparison, Ranking, SettingResult } from '../../../../lib/model/comparison.ts'
import { comparisonReports, isComparisonReportName } from '../../../../reports/comparison/index.ts'
import { sampleLines, sampleSummary } from '../../../../reports/comparison/content/samples.ts'
import {
  comparisonHeadline,
  designParts,
  leftBehind,
} from '../../../../reports/comparison/content/opening.ts'
import { settingRows } from '../../../../reports/comparison/content/rows.ts'
import { closingSentences, failuresOf } from '../../../../reports/comparison/content/closing.ts'
import { exampleRun } from '../../../fixtures/example-run.ts'
import {
  aOrB,
  comparisonOf,
  interrupted,
  invalid,
  measured,
  noSeries,
  sweep,
  troubled,
} from '../../../fixtures/example-comparison.ts'
import { xmlFault } from '../../../support/xml.ts'

const text = (comparison: Comparison, width = 80): string =>
  [...comparisonReports.text({ width, color: false, unicode: true })(comparison)].join('')
const markdown = (comparison: Comparison): string => [...comparisonReports.md()(comparison)].join('')
const svg = (comparison: Comparison): string => [...comparisonReports.svg()(comparison)].join('')

test('formats are known by name', () => {
  expect(['text', 'json', 'md', 'svg', 'html', 'toString'].filter(isComparisonReportName)).toEqual([
    'text',
    'json',
    'md',
    'svg',
  ])
})

/** Where the sections begin, in order. */
const headings = (comparison: Comparison): readonly string[] =>
  text(comparison)
    .split('\n')
    .flatMap((line) => /^(?:[A-Z]|[✗▶▲] [A-Za-z]).*?(?=  |: |$)/u.exec(line)?.[0] ?? [])

describe('the terminal report', () => {
  test('answers in order: what to set, the figures, the curve, why, and how it came about', () => {
    expect(headings(sweep())).toEqual([
      '▶ Set 1769 MB',
      'Settings',
      'Price and speed',
      'Findings',
      'Samples',
      'This comparison',
      'AWS Lambda Power Tuning',
    ])
  })

  test('begins with what can not be trusted, and with what was not put back', () => {
    expect(headings(invalid())[0]).toBe('✗ This comparison is invalid')
    expect(headings(interrupted())[0]).toBe('✗ checkout is not as it was')
    expect(headings(sweep({ putBack: { kind: 'unknown' } }))[0]).toMatch(/^✗ Whether checkout is as it was/u)
  })

  test('keeps half widths of intervals on a screen of 80 columns', () => {
    expect(text(sweep())).toMatch(/1769 MB +188 ms +±1\.5 % .*\$5\.62 +±1\.1 %/u)
  })

  test('shows a percentile of too few samples as a dash, and says what that means', () => {
    const few = measured({ name: '256 MB', memoryMb: 256, ms: 100, usd: 2 })
    const { duration } = few.warm
    if (duration === undefined) throw new Error('the example has a Duration')
    const p95 = { ...duration.p95, resolved: false }
    const unresolved = { ...few, warm: { ...few.warm, duration: { ...duration, p95 } } }
    const other = measured({ name: '128 MB', memoryMb: 128, ms: 200, usd: 2 })
    const drawn = text(comparisonOf([other, unresolved], {}))
    expect(drawn).toMatch(/256 MB +100 +100 ms +[\d. –ms]+ms +– +/u)
    expect(drawn).toContain('– too few samples to tell')
  })

  test('shows that cold starts were measured, even where they are too few for a median', () => {
    const settings = sweep().settings.map((each) => {
      const { responseTime } = each.cold
      if (responseTime === undefined) throw new Error('the example has cold starts')
      const p50 = { ...responseTime.p50, resolved: false, n: 8 }
      return { ...each, cold: { ...each.cold, accepted: 8, responseTime: { ...responseTime, p50 } } }
    })
    const drawn = text(sweep({ settings }))
    expect(drawn).toMatch(/^ +warm +warm +cold +\$ per$/mu)
    expect(drawn).toMatch(/1769 MB +188 ms +±1\.5 % +222 ms .*– +\$5\.62/u)
  })

  test('speaks of response time where the ranking goes by that', () => {
    const { duration: _, ...warm } = measured({ name: '128 MB', ms: 200, usd: 2 }).warm
    const mute = { ...measured({ name: '128 MB', memoryMb: 128, ms: 200, usd: 2 }), warm }
    const ranking: Ranking = { cost: [], speed: [], front: [], speedBy: 'responseTime' }
    const drawn = text(
      comparisonOf([mute, measured({ name: '256 MB', memoryMb: 256, ms: 100, usd: 2 })], {
        recommendation: { kind: 'none', why: 'Nothing is known.', ranking },
      }),
    )
    expect(drawn).toContain('Settings  warm response time')
    // 9 ms more than Duration.
    expect(drawn).toMatch(/256 MB +109 ms/u)
  })

  test('shows the figures of a setting that fails too often, marked, and why it is not recommended', () => {
    const { settings, ...whole } = sweep()
    const [first, ...others] = settings
    const flaky = { ...first!, fate: { kind: 'failing', name: 'Oops', failed: 6, of: 48 } as const }
    const printed = text({ ...whole, settings: [flaky, ...others] })
    expect(printed).toMatch(/^✗   128 MB +2\.65 s .*\$5\.72  ±1\.1 %$/mu)
    expect(printed).toContain('not recommended: Oops, 6 of 48 invocations failed')
    const table = markdown({ ...whole, settings: [flaky, ...others] })
    expect(table).toMatch(/^\| ✗ `128 MB` \| 100 \| 2\.65 s.*\| {2}\| {2}\| not recommended: Oops, 6 of 48/mu)
  })

  test('shows the figures of settings that all fail too often', () => {
    const { settings, ...whole } = sweep()
    const fate = { kind: 'failing', name: 'Oops', failed: 6, of: 48 } as const
    const printed = text({
      ...whole,
      settings: settings.map((each) => ({ ...each, fate })),
      recommendation: { kind: 'none', why: 'all fail' },
    })
    expect(printed).toContain('6 settings · 100 warm and 20 cold samples each')
    expect(printed).toContain('warm Duration, cold response time')
    expect(printed).toMatch(/^✗   2048 MB +187 ms .*\$6\.44/mu)
  })

  test('explains no columns where no setting was measured, and says why there are none', () => {
    const settings = aOrB().settings.map((each) => ({
      ...each,
      fate: { kind: 'unmeasured', why: 'no sample was accepted' } as const,
    }))
    const drawn = text(aOrB({ settings, recommendation: { kind: 'none', why: 'nothing was measured' } }))
    expect(drawn).toContain('\nSettings  live: version 3, 512 MB · candidate: version 4, 1024 MB\n✗   live ')
    expect(drawn).not.toMatch(/95 % intervals\n|beside the cheapest/u)
    const half = [...aOrB().settings.slice(0, 1), ...settings.slice(1)]
    expect(text(aOrB({ settings: half }))).toContain('Settings  warm Duration; 95 % intervals\n')
  })

  test('marks a saturated host and shows the shares that settings got', () => {
    const { emulation } = exampleRun()
    if (emulation === undefined) throw new Error('the example is of the local Lambda')
    const drawn = text(sweep({ emulation }))
    expect(drawn).toMatch(/▲ Host saturated in 11\.0 s of 26\.4 s/u)
    expect(drawn).toMatch(/Local Lambda\n(?:.*\n)*?.*CPU share asked/u)
  })

  test('breaks no link, however narrow the screen is', () => {
    const link = text(sweep())
      .split('\n')
      .find((line) => line.startsWith('https://lambda-power-tuning.show/#'))
    expect(link?.split(';')).toHaveLength(3)
  })

  test('names every setting of a crowded curve once, or says which have no room', () => {
    const sizes = [128, 192, 256, 320, 384, 512, 640, 768, 1_024, 1_280, 1_536, 1_769]
    const settings = sizes.map((memoryMb, index) =>
      measured({ name: `${memoryMb} MB`, memoryMb, ms: 300_000 / memoryMb, usd: 4.2 + (index % 4) * 0.03 }),
    )
    const curve = /^Price and speed[^]*?\n\n/mu.exec(text(comparisonOf(settings, {})))?.[0] ?? ''
    for (const size of sizes)
      expect(curve.match(new RegExp(`(?<!\\d)${size}(?: MB|,)`, 'gu'))).toHaveLength(1)
    expect(curve.match(/[○●◆]/gu)?.length).toBeGreaterThan(8)
  })

  test('of settings that are all the same draws one mark and names them below', () => {
    const settings = [128, 256, 512, 1_024, 1_769, 2_048].map((memoryMb) =>
      measured({ name: `${memoryMb} MB`, memoryMb, ms: 100, usd: 2 }),
    )
    const drawn = text(comparisonOf(settings, {}))
    expect(drawn).toContain('○ 6 settings')
    expect(drawn).toContain('6 settings at 100 ms and $2.00: 128, 256, 512, 1024, 1769, 2048 MB')
  })

  test('gives no figure as that of several settings that is not the same for all', () => {
    const settings = [128, 256, 512, 1_024, 1_769, 2_048].map((memoryMb) =>
      measured({ name: `${memoryMb} MB`, memoryMb, ms: 100, usd: memoryMb === 2_048 ? 2.01 : 2 }),
    )
    expect(text(comparisonOf(settings, {}))).toContain('6 settings at 100 ms and about $2.00: 128')
  })

  test('measures names by their width on screen, not by their characters', () => {
    const name = `a${'\u0301'.repeat(60)}`
    const [first] = aOrB().differences
    if (first === undefined) throw new Error('the example has differences')
    const drawn = text(aOrB({ differences: [{ ...first, candidate: name, baseline: name }] }))
    expect(drawn.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
    expect(drawn).toMatch(/^a.* against a.* 95 % intervals · 2 better/mu)
  })

  test('has no line that is wider than the screen, whichever example it shows', () => {
    for (const each of [sweep(), troubled(), aOrB(), invalid(), interrupted()])
      for (const width of [80, 100, 120, 200])
        for (const line of text(each, width).split('\n'))
          if (!line.startsWith('https://')) expect(stringWidth(line)).toBeLessThanOrEqual(width)
  })
})

describe('what is said of the samples', () => {
  test('is short where every one was what it should be', () => {
    expect(sampleLines(sweep())).toEqual([])
    expect(sampleSummary(sweep())).toBe('at all 6 settings every invocation was what it should be')
  })

  test('is who failed, and what was discarded and why', () => {
    expect(sampleLines(troubled())).toEqual([
      { setting: '128 MB', says: '0 of 100 warm, 10 failed besides warm-ups; 0 of 20 cold, 5 failed' },
      {
        setting: '1024 MB',
        says: '100 of 100 warm; 20 of 20 cold, 1 failed, 4 discarded (3 warm, 1 of another version)',
      },
    ])
    expect(sampleSummary(troubled())).toBe('1 of 3 settings simply got what was wanted')
  })

  test('counts one more than was wanted as that', () => {
    const [dying] = troubled().settings
    const cold = { ...dying!.cold, accepted: 3, wanted: 2, failed: 1 }
    expect(sampleLines(comparisonOf([{ ...dying!, cold }], {}))[0]?.says).toMatch(
      /; 3 cold, 2 wanted, 1 failed$/,
    )
  })
})

describe('what is said of errors', () => {
  test('is the beginning of a stack, or else the end of the log', () => {
    const [dying] = troubled().settings
    const logged = (lines: readonly string[]) =>
      failuresOf(
        comparisonOf([{ ...dying!, errors: [{ ...dying!.errors[0]!, logTail: lines.join('\n') }] }], {}),
      ).flatMap(({ failures }) => failures.flatMap(({ log }) => log))
    const frames = [
      '    at handler (file:///flaky/index.mjs:1:68)',
      ...Array(7).fill('    at runtime (x:1:1)'),
    ]
    expect(logged(['one', 'two', 'ERROR Invoke Error', 'Error: boom', ...frames])).toEqual([
      'ERROR Invoke Error',
      'Error: boom',
      ...frames.slice(0, 4),
    ])
    expect(logged(['1', '2', '3', '4', '5', '6', '7'])).toEqual(['2', '3', '4', '5', '6', '7'])
  })
})

describe('the design in the title', () => {
  test('is how many settings, samples and rounds', () => {
    expect(designParts(sweep())).toEqual([
      '6 settings',
      '100 warm and 20 cold samples each',
      '20 rounds, interleaved',
      'seed 1',
    ])
    expect(designParts(aOrB())[1]).toBe('100 warm samples each')
  })

  test('gives a range where settings differ', () => {
    const more = measured({ name: '256 MB', memoryMb: 256, ms: 1, usd: 1, coldMs: 9 })
    const settings = [
      measured({ name: '128 MB', memoryMb: 128, ms: 1, usd: 1, coldMs: 9 }),
      { ...more, warm: { ...more.warm, accepted: 1_140 } },
    ]
    expect(designParts(comparisonOf(settings, {}))[1]).toBe('100 to 1,140 warm and 20 cold samples each')
  })

  test('says that there are no samples where nothing was measured yet, and how many were wanted', () => {
    const unmeasured = sweep().settings.map((each) => ({
      ...each,
      fate: { kind: 'unmeasured', why: 'no sample was accepted' } as const,
      warm: noSeries(100),
      cold: noSeries(20),
    }))
    expect(designParts(sweep({ settings: unmeasured }))).toEqual([
      '6 settings',
      'no samples; 100 warm and 20 cold each were wanted',
      'seed 1',
    ])
    expect(designParts(aOrB({ settings: unmeasured }))[1]).toBe('no samples; 100 warm each were wanted')
  })

  test('is told of the settings that were measured, and how many those are', () => {
    expect(designParts(troubled()).slice(0, 2)).toEqual([
      '4 settings, 2 of them measured',
      '100 warm and 20 cold samples each',
    ])
    expect(designParts(sweep())[0]).toBe('6 settings')
  })

  test('counts the samples of settings that failed too often where no other was measured', () => {
    const failing = sweep().settings.map((each, index) => ({
      ...each,
      fate: { kind: 'failing', name: 'Sandbox.Timedout', failed: 20, of: 120 } as const,
      warm: { ...each.warm, accepted: 90 + index },
    }))
    expect(designParts(sweep({ settings: failing }))[1]).toBe('90 to 95 warm and 20 cold samples each')
  })
})

describe('qualifiers', () => {
  const qualified = (qualifier: string, behind: Behind): SettingResult =>
    measured({ name: qualifier, ms: 100, usd: 2, setting: { qualifier }, result: { behind } })
  const compared = (...settings: readonly SettingResult[]): Comparison =>
    comparisonOf(settings, {}, { staging: 'none' })

  test('have their memory written as settings are named, as the function has in the headline', () => {
    const { target } = sweep()
    expect(comparisonHeadline(sweep({ target: { ...target, memoryMb: 1_024 } })).facts[0]).toBe('1024 MB')
  })

  test('are told by their version and its memory, in the terminal and in Markdown', () => {
    expect(text(aOrB())).toContain('  live: version 3, 512 MB · candidate: version 4, 1024 MB\n')
    expect(markdown(aOrB())).toContain('| `live`<br>version 3, 512 MB |')
    expect(markdown(aOrB())).toContain('| ▶ ● **`candidate`**<br>version 4, 1024 MB |')
  })

  test('that are versions themselves are told by their memory alone', () => {
    const settings = [
      qualified('7', { version: '7', memoryMb: 256 }),
      qualified('$LATEST', { version: '$LATEST', memoryMb: 128 }),
      qualified('newest', { version: '$LATEST', memoryMb: 128 }),
    ]
    expect(settingRows(compared(...settings)).map(({ behind }) => behind)).toEqual([
      '256 MB',
      '128 MB',
      '$LATEST, 128 MB',
    ])
  })

  test('are told by their architecture where they differ in it; otherwise the title has it', () => {
    const arm = qualified('arm', { version: '2', memoryMb: 128, architecture: 'arm64' })
    const intel = qualified('intel', { version: '3', memoryMb: 128, architecture: 'x86_64' })
    const differing = compared(arm, intel)
    expect(settingRows(differing)[0]?.behind).toBe('version 2, 128 MB, arm64')
    expect(comparisonHeadline(differing).facts).toEqual(['eu-west-1'])
    const same = compared(arm)
    expect(settingRows(same)[0]?.behind).toBe('version 2, 128 MB')
    expect(comparisonHeadline(same).facts).toEqual(['arm64', 'eu-west-1'])
  })

  test('that are the same version are told above all figures, because nothing but chance tells them apart', () => {
    const [three, four] = [{ version: '3', memoryMb: 128 }, { version: '4' }]
    const settings = [qualified('live', three), qualified('candidate', four), qualified('blue', three)]
    const sentence = 'live and blue are the same version, 3: what differs between them is chance.'
    expect(headings(compared(...settings))[0]).toBe('▲ live and blue are the same version, 3')
    expect(text(compared(...settings))).toContain(`▲ ${sentence}\n`)
    expect(markdown(compared(...settings))).toContain(`> ⚠️ **${sentence}**`)
    expect(text(aOrB())).not.toContain('same version')
  })

  test('are no part of a comparison of memory', () => {
    expect(settingRows(sweep()).some((row) => 'behind' in row)).toBe(false)
    expect(comparisonHeadline(sweep()).facts[0]).toBe('128 MB')
  })
})

describe('the Markdown report', () => {
  test('has words between two lists, which would be one otherwise', () => {
    const { health } = exampleRun()
    const drawn = markdown(sweep({ health }))
    expect(drawn).toContain('Generator, in the block that was worst off:')
    expect(drawn).not.toMatch(/^- .*\n\n- /mu)
  })
})

describe('what became of the function', () => {
  test('is told at the end when it was put back', () => {
    expect(leftBehind(sweep())).toBeUndefined()
    expect(closingSentences(sweep())).toContain(
      'Put back: 128 MB as before, 20 versions and 20 aliases deleted.',
    )
    const { plan } = sweep()
    const settings = [
      { name: 'WAIT=7 arm64', environment: { WAIT: '7' }, architecture: 'arm64' as const },
      { name: 'WAIT=7 x86_64', environment: { WAIT: '7' }, architecture: 'x86_64' as const },
    ]
    const putBack = { kind: 'put-back', versionsDeleted: 1, aliasesDeleted: 0 } as const
    expect(closingSentences(sweep({ putBack, plan: { ...plan, settings } }))).toContain(
      'Put back: 128 MB, architecture and environment as before, 1 version deleted.',
    )
    expect(closingSentences(sweep({ putBack: { ...putBack, versionsDeleted: 0 } }))).toContain(
      'Put back: 128 MB as before.',
    )
    expect(closingSentences(aOrB())).toContain('Nothing of the function was changed.')
    const deleted = sweep({ putBack: { kind: 'function-deleted' } })
    expect(closingSentences(deleted)).toContain(
      'The function has been deleted meanwhile, so there was nothing to put back.',
    )
    expect(leftBehind(deleted)).toBeUndefined()
  })

  test('is told at the top when it was not, with what to do', () => {
    expect(leftBehind(interrupted())).toMatch(
      /is not as it was: the network was gone .* `coldburst restore` .*journal/u,
    )
    expect(closingSentences(interrupted()).join(' ')).not.toMatch(/[Pp]ut back/u)
  })

  test('is not promised of restore where that leaves somebody else’s change as it is', () => {
    const why =
      'Somebody else has changed checkout. To have back what was: aws lambda …. Then run coldburst restore.'
    expect(leftBehind(sweep({ putBack: { kind: 'left', why, journal: '/j', byHand: true } }))).toBe(
      'checkout is not as it was, and has to be put back by hand: Somebody else has changed checkout. To have back ' +
        'what was: aws lambda …. Then run coldburst restore. The journal stays until then: /j.',
    )
  })

  test('has the command to be copied on a line of the terminal that is not broken', () => {
    const command = `aws lambda update-function-configuration --function-name ${'x'.repeat(90)} --memory-size 128`
    const why = `Somebody else has changed checkout. To have back what was: ${command}. Then run coldburst restore.`
    const printed = text(sweep({ putBack: { kind: 'left', why, journal: '/j', byHand: true } }))
    expect(printed.split('\n')).toContain(`  ${command}`)
  })

  test('is never a cost of 0 where no price is known', () => {
    const { spent: _, ...unpriced } = sweep()
    expect(closingSentences(unpriced)[0]).toBe(
      'What the comparison cost is not known: no price is known for it.',
    )
  })
})

describe('the picture', () => {
  test('holds every measured setting by name, and what was left out by its reason', () => {
    const drawn = svg(troubled())
    for (const name of ['512 MB', '1024 MB', '128 MB: failing: Runtime.OutOfMemory', '10240 MB: skipped'])
      expect(drawn).toContain(name)
    expect(drawn.match(/<circle class="(?:best|on|off)"/gu)).toHaveLength(2)
  })

  test('says so where there is nothing to draw', () => {
    expect(svg(comparisonOf([], {}))).toContain('No setting has both a price and a time.')
  })

  test('takes what a function says as text', () => {
    const hostile = measured({ name: '"><script>alert(1)</script>&amp;', ms: 10, usd: 1 })
    const drawn = svg(comparisonOf([hostile, measured({ name: 'b', ms: 20, usd: 1 })], {}))
    expect(drawn).not.toContain('<script')
    expect(drawn).toContain('&#60;script&#62;')
    expect(xmlFault(drawn)).toBeUndefined()
  })

  test('is checked by a check that finds faults', () => {
    const faulty = [
      '<a><b></a></b>',
      '<a>&amp;</a>',
      '<a b="<"/>',
      '<a/><b/>',
      '<a>\u0001</a>',
      'x<a/>',
      '<a b="1" b="2"/>',
    ]
    for (const each of faulty) expect(xmlFault(each)).toBeDefined()
    expect(xmlFault('<a b="1"><c/>&#38;é</a>')).toBeUndefined()
  })
})
