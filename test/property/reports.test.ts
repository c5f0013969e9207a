import * as fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import type { DistinctError, Run } from '../../lib/model/run.ts'
import { fromMillis } from '../../lib/model/time.ts'
import { reports } from '../../reports/index.ts'
import { exampleRun, failedRun } from '../fixtures/example-run.ts'
import { drawn } from '../support/drawn.ts'
import { hostile } from '../support/hostile.ts'

const error = fc
  .record({ name: hostile, message: hostile, logTail: hostile, count: fc.nat() })
  .map((said): DistinctError => ({
    outcome: 'function-error',
    ...said,
    firstAt: fromMillis(1),
    lastAt: fromMillis(90),
  }))

const run: fc.Arbitrary<Run> = fc
  .tuple(fc.array(error, { maxLength: 3 }), hostile, hostile, fc.boolean())
  .map(([errors, name, note, failed]) => {
    const base = failed ? failedRun() : exampleRun()
    return {
      ...base,
      errors,
      target: { ...base.target, function: name, versions: [name], endpoint: note },
      notes: [note],
      validity: { valid: !failed, reasons: [note] },
      evidence: { disagreements: [{ what: note, count: 3, example: name }] },
      verdicts: [{ kind: 'inconclusive', cause: 'no-data', gate: name, why: note, n: 0 }],
      phases: base.phases.map((phase) => ({ ...phase, name, describes: note })),
    }
  })

test('no line of a terminal report is wider than the screen, whatever a function says', async () => {
  await fc.assert(
    fc.asyncProperty(run, fc.constantFrom(80, 81, 120), fc.boolean(), async (each, width, unicode) => {
      const text = await drawn(reports.text({ width, color: false, unicode }), each)
      for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width)
    }),
  )
})

test('no report holds a character that a terminal obeys, whatever a function says', async () => {
  const all = [reports.text({ width: 80, color: false, unicode: true }), reports.md(), reports.json()]
  await fc.assert(
    fc.asyncProperty(run, fc.constantFrom(...all), async (each, report) => {
      expect(await drawn(report, each)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }),
  )
})

test('every row of a Markdown table has as many cells as its heading, whatever a function says', async () => {
  await fc.assert(
    fc.asyncProperty(run, async (each) => {
      const lines = (await drawn(reports.md(), each))
        .replaceAll(/^(`{3,})text\n[^]*?\n\1$/gmu, '')
        .split('\n')
      for (const [index, line] of lines.entries()) {
        if (!line.startsWith('| ') || !(lines[index - 1] ?? '').startsWith('|')) continue
        expect(line.split('|')).toHaveLength(lines[index - 1]!.split('|').length)
      }
    }),
  )
})
