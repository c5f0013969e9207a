import { expect, test } from 'vitest'
import type { Report } from '../../lib/model/report.ts'
import type { Run } from '../../lib/model/run.ts'
import { reports } from '../../reports/index.ts'
import { exampleRun, failedRun } from '../fixtures/example-run.ts'
import { drawn } from '../support/drawn.ts'

// To accept a change of these files, after reading it: npx vitest run --project unit test/golden/reports.test.ts -u

const text = (width: number, color: boolean, unicode: boolean): Report =>
  reports.text({ width, color, unicode })

const cases: readonly (readonly [file: string, Report, Run])[] = [
  ['example-80.golden.txt', text(80, false, true), exampleRun()],
  ['example-120-color.golden.txt', text(120, true, true), exampleRun()],
  ['example-80-ascii.golden.txt', text(80, false, false), exampleRun()],
  ['failed-80.golden.txt', text(80, false, true), failedRun()],
  ['example.golden.md', reports.md(), exampleRun()],
  ['failed.golden.md', reports.md(), failedRun()],
  ['example.golden.json', reports.json(), exampleRun()],
]

test.each(cases)('%s is what people see', async (file, report, run) => {
  await expect(await drawn(report, run)).toMatchFileSnapshot(`reports/${file}`)
})
