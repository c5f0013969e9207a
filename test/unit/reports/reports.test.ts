import { describe, expect, test } from 'vitest'
import type { Report } from '../../../lib/model/report.ts'
import type { Run } from '../../../lib/model/run.ts'
import { isReportName, reports } from '../../../reports/index.ts'
import { counts, exampleRun, failedRun, millisDistribution, starts } from '../../fixtures/example-run.ts'
import { drawn } from '../../support/drawn.ts'

const plain = reports.text({ width: 80, color: false, unicode: true })
const json = reports.json()
const md = reports.md()

test('formats are known by name', () => {
  expect(['text', 'json', 'md', 'pdf', 'toString'].filter(isReportName)).toEqual(['text', 'json', 'md'])
})

test.each<[string, Report]>([
  ['text', plain],
  ['json', json],
  ['md', md],
])('%s gives the same bytes for the same run', async (_, report) => {
  expect(await drawn(report, exampleRun())).toBe(await drawn(report, exampleRun()))
})

test.each<[string, Report, readonly RegExp[]]>([
  ['text', plain, [/response time/u, /service time/u, /schedule lag +median 2\.31 ms/u]],
  ['md', md, [/response time/u, /service time/u, /schedule lag: median 2\.31 ms/u]],
  ['json', json, [/"response_time": \{/u, /"service_time": \{/u, /"scheduleLag": \{/u]],
])('%s tells response time, service time and schedule lag', async (_, report, patterns) => {
  const text = await drawn(report, exampleRun())
  for (const pattern of patterns) expect(text).toMatch(pattern)
})

/** Where the sections of a terminal report begin, in order. */
async function headings(run: Run): Promise<readonly string[]> {
  const lines = (await drawn(plain, run)).split('\n')
  return lines.flatMap((line) => /^\S.*?(?=  |$)/u.exec(line)?.[0] ?? [])
}

describe('the terminal report', () => {
  test('answers in order: what, starts, latency, cost, thresholds, errors, doubts', async () => {
    const found = await headings(exampleRun())
    expect(found.filter((line) => /^[A-Z]/u.test(line))).toEqual([
      'Starts',
      'Latency',
      'Estimate of what AWS would charge',
      'Thresholds',
      'Errors',
      'Evidence',
      'Notes',
      'Local Lambda',
      'Generator',
    ])
    expect(found[0]).toBe('leaky')
  })

  test('of a run in which nothing succeeded begins with why, and the errors', async () => {
    expect((await headings(failedRun())).slice(0, 3)).toEqual([
      '✗ This run is invalid: its numbers are no verdict on the function.',
      'Errors',
      'checkout',
    ])
  })

  test('never prints a percentile that is not resolved', async () => {
    const text = await drawn(plain, exampleRun())
    const cold = text.split('\n').find((line) => line.includes('Init Duration  cold'))
    expect(cold?.split(/\s{2,}/u)).toEqual([
      '',
      'Init Duration',
      'cold',
      '50',
      '142 ms',
      '160 ms',
      '188 ms',
      '–',
      '214 ms',
    ])
    expect(text).toContain('– too few observations beyond it to tell (it takes five)')
  })

  test('shows intervals where the screen is wide enough', async () => {
    const wide = await drawn(reports.text({ width: 120, color: false, unicode: true }), exampleRun())
    expect(wide).toContain('890 ms – 1.01 s')
    expect(await drawn(plain, exampleRun())).not.toContain('890 ms – 1.01 s')
  })

  test('gives up the minimum, never a name, where long names leave no room for it', async () => {
    const { distributions } = exampleRun()
    const reinitialized = distributions.response_time!.warm!
    const run = exampleRun({
      distributions: { ...distributions, response_time: { ...distributions.response_time, reinitialized } },
    })
    const header = /^ +count +min +p50/mu
    expect(await drawn(plain, run)).toMatch(/^ +count +p50 +p90 +p99 +max$/mu)
    expect(await drawn(plain, run)).toContain('  response time  all  ')
    expect(await drawn(plain, exampleRun())).toMatch(header)
    expect(await drawn(reports.text({ width: 82, color: false, unicode: true }), run)).toMatch(header)
  })

  test.each<[string, Partial<Run['environments']>, Partial<Run['target']>, boolean]>([
    ['says how to name environments where none was named', { count: 0 }, {}, true],
    ['says so too where the runtime is not known', { count: 0 }, { runtime: 'image' }, true],
    ['does not where the probe is there already', { count: 3 }, {}, false],
    ['does not where the runtime is not Node', { count: 0 }, { runtime: 'python3.13' }, false],
  ])('%s', async (_, environments, target, advised) => {
    const example = exampleRun()
    const run = exampleRun({
      environments: { ...example.environments, unidentified: 20, ...environments },
      target: { ...example.target, ...target },
    })
    for (const report of [plain, md]) {
      const text = (await drawn(report, run)).replaceAll(/\s+/gu, ' ')
      expect(text).toContain('20 invocations named no environment')
      expect(text.includes('; wrap the handler with coldburst/probe to tell environments apart')).toBe(
        advised,
      )
    }
  })

  test('calls out by name what grows', async () => {
    expect((await drawn(plain, exampleRun())).replaceAll(/\s+/gu, ' ')).toContain(
      '/tmp grows 12 MB per invocation; 512 MB will be full after about 40',
    )
  })

  test('is no narrower than 80 columns, and no line is wider', async () => {
    const narrow = await drawn(reports.text({ width: 20, color: false, unicode: true }), exampleRun())
    expect(narrow).toBe(await drawn(plain, exampleRun()))
  })

  test('without colour has no escapes, without Unicode is ASCII', async () => {
    expect(await drawn(plain, exampleRun())).not.toContain('\u001b')
    const ascii = await drawn(reports.text({ width: 80, color: false, unicode: false }), exampleRun())
    expect(ascii).toMatch(/^[\n\u0020-\u007e]*$/u)
    expect(ascii).toContain('+  response_time{start:warm} p(99) < 250ms')
  })

  test('shows restored, reinitialized and unknown starts when there are any', async () => {
    const run = exampleRun({
      starts: starts({ restored: 2, reinitialized: 3, warm: 4, unknown: 1 }),
      counts: counts({ sent: 10, ok: 10 }),
    })
    const text = await drawn(plain, run)
    for (const line of [
      /cold +0 +0 %/u,
      /restored +2 +20 %/u,
      /reinitialized +3 +30 %/u,
      /unknown +1 +10 %/u,
    ]) {
      expect(text).toMatch(line)
    }
    expect(text).toContain('unknown: neither a REPORT line nor the probe told how it started')
  })

  test('says nothing of thresholds, errors or evidence where there are none', async () => {
    const run = exampleRun({
      verdicts: [],
      errors: [],
      notes: [],
      evidence: { disagreements: [] },
      counts: counts({ sent: 650, ok: 650 }),
    })
    const found = await headings(run)
    expect(found).not.toContain('Thresholds')
    expect(found).not.toContain('Errors')
    expect(found).not.toContain('Evidence')
  })

  test('of a real target calls the bill a cost', async () => {
    const { target } = exampleRun()
    const real = exampleRun({ target: { ...target, kind: 'lambda', emulated: false } })
    expect(await headings(real)).toContain('Cost')
    expect(await drawn(plain, real)).not.toContain('emulated')
  })

  test('lists the skew of a few bursts one by one', async () => {
    const { health, phases } = exampleRun()
    const burstSkew = health.burstSkew.slice(0, 3)
    const all = millisDistribution(3, [3.9, 4.13, 4.4], [4.1, 4.4, 4.4, 4.4, 4.4], { unresolved: ['p50'] })
    const bursts = phases.map((phase) => ({ ...phase, distributions: { burst_skew: { all } } }))
    const run = exampleRun({ health: { ...health, burstSkew }, phases: bursts })
    expect(await drawn(plain, run)).toContain('4.10 ms, 3.90 ms, 4.40 ms (3 bursts of 50)')
  })

  test('never cuts a threshold, however long it is', async () => {
    const gate = `response_time{start:reinitialized,phase:${'x'.repeat(60)}} p(99) < 250ms`
    const run = exampleRun({ verdicts: [{ kind: 'pass', gate, actual: 1_000, unit: 'µs', n: 7 }] })
    const text = await drawn(plain, run)
    expect(text.replaceAll(/\n {4}/gu, '').replaceAll(' ', '')).toContain(gate.replaceAll(' ', ''))
    expect(text).toContain('1.000 ms  n 7')
  })
})

describe('JSON', () => {
  test('is the run, whole', async () => {
    expect(JSON.parse(await drawn(json, exampleRun()))).toEqual(JSON.parse(JSON.stringify(exampleRun())))
  })

  test('begins with its schema, has two spaces and ends with one newline', async () => {
    expect(await drawn(json, exampleRun())).toMatch(/^\{\n {2}"schema": "coldburst\/run@1",\n[^]*[^\n]\n$/u)
  })

  test('does not depend on how the run was put together', async () => {
    const reversed = JSON.parse(JSON.stringify(exampleRun()), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    )
    expect(await drawn(json, reversed)).toBe(await drawn(json, exampleRun()))
  })

  test('has no character that a terminal obeys', async () => {
    const { target } = exampleRun()
    const run = exampleRun({ target: { ...target, function: 'a\u009b31m\u202E\u2028\u{E0041}\u001b[0m' } })
    const text = await drawn(json, run)
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(JSON.parse(text)).toMatchObject({
      target: { function: 'a\u009b31m\u202E\u2028\u{E0041}\u001b[0m' },
    })
  })
})

describe('Markdown', () => {
  test('says that a run is invalid', async () => {
    expect(await drawn(md, failedRun())).toContain('> [!CAUTION]\n> **This run is invalid')
  })

  test('shows hostile names and logs inside code only', async () => {
    const text = await drawn(md, exampleRun())
    const outsideCode = text.replaceAll(/^(`{3,})text\n[^]*?\n\1$/gmu, '').replaceAll(/`[^`\n]*`/gu, '')
    expect(text).toContain('</details><script>')
    expect(outsideCode).not.toMatch(/<(?!br>|!-- -->)/u)
    expect(outsideCode).not.toContain('@everyone')
  })
})
