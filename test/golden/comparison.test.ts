import { expect, test } from 'vitest'
import type { Comparison } from '../../lib/model/comparison.ts'
import { type ComparisonReport, comparisonReports } from '../../reports/comparison/index.ts'
import {
  aOrB,
  fewRounds,
  fewSamples,
  hopeless,
  interrupted,
  invalid,
  onlyOneWorks,
  sweep,
  troubled,
} from '../fixtures/example-comparison.ts'

// To accept a change of these files, after reading it: npx vitest run --project unit test/golden/comparison.test.ts -u

const text = (width: number, color: boolean, unicode: boolean): ComparisonReport =>
  comparisonReports.text({ width, color, unicode })

const cases: readonly (readonly [file: string, ComparisonReport, Comparison])[] = [
  ['sweep-80.golden.txt', text(80, false, true), sweep()],
  ['sweep-120-color.golden.txt', text(120, true, true), sweep()],
  ['sweep-160.golden.txt', text(160, false, true), sweep()],
  ['sweep-80-ascii.golden.txt', text(80, false, false), sweep()],
  ['troubled-80.golden.txt', text(80, false, true), troubled()],
  ['a-or-b-80.golden.txt', text(80, false, true), aOrB()],
  ['few-samples-80.golden.txt', text(80, false, true), fewSamples()],
  ['few-rounds-80.golden.txt', text(80, false, true), fewRounds()],
  ['hopeless-80.golden.txt', text(80, false, true), hopeless()],
  ['invalid-80.golden.txt', text(80, false, true), invalid()],
  ['interrupted-80.golden.txt', text(80, false, true), interrupted()],
  ['only-one-80.golden.txt', text(80, false, true), onlyOneWorks()],
  ['only-one.golden.svg', comparisonReports.svg(), onlyOneWorks()],
  ['sweep.golden.md', comparisonReports.md(), sweep()],
  ['troubled.golden.md', comparisonReports.md(), troubled()],
  ['a-or-b.golden.md', comparisonReports.md(), aOrB()],
  ['interrupted.golden.md', comparisonReports.md(), interrupted()],
  ['few-rounds.golden.md', comparisonReports.md(), fewRounds()],
  ['few-rounds.golden.svg', comparisonReports.svg(), fewRounds()],
  ['sweep.golden.svg', comparisonReports.svg(), sweep()],
  ['troubled.golden.svg', comparisonReports.svg(), troubled()],
  ['a-or-b.golden.json', comparisonReports.json(), aOrB()],
]

test.each(cases)('%s is what people see', async (file, report, comparison) => {
  await expect([...report(comparison)].join('')).toMatchFileSnapshot(`comparison/${file}`)
})
