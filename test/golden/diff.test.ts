import { expect, test } from 'vitest'
import type { RunDiff } from '../../lib/model/diff.ts'
import { diffReports } from '../../reports/diff/index.ts'
import { exampleDiff, forcedDiff } from '../fixtures/example-diff.ts'

// To accept a change of these files, after reading it: npx vitest run --project unit test/golden/diff.test.ts -u

const plain = { width: 80, color: false, unicode: true }
const wide = { width: 120, color: true, unicode: true }
const ascii = { width: 80, color: false, unicode: false }

const cases: readonly (readonly [file: string, Iterable<string>])[] = [
  ['example-80.golden.txt', diffReports.text(plain)(exampleDiff())],
  ['example-120-color.golden.txt', diffReports.text(wide)(exampleDiff())],
  ['example-80-ascii.golden.txt', diffReports.text(ascii)(exampleDiff())],
  ['forced-80.golden.txt', diffReports.text(plain)(forcedDiff())],
  ['wide-numbers-80.golden.txt', diffReports.text(plain)(withLongTimes())],
  ['example.golden.md', diffReports.md(plain)(exampleDiff())],
  ['forced.golden.md', diffReports.md(plain)(forcedDiff())],
  ['example.golden.json', diffReports.json(plain)(exampleDiff())],
]

test.each(cases)('%s is what people see', async (file, drawn) => {
  await expect([...drawn].join('')).toMatchFileSnapshot(`diff/${file}`)
})

/** Times that no table of 80 columns has room for. */
function withLongTimes(): RunDiff {
  const differences = exampleDiff().differences.map((difference) => ({
    ...difference,
    ...(difference.unit === 'µs' && {
      baseline: { ...difference.baseline, value: 3_725_000_000 },
      candidate: { ...difference.candidate, value: 3_725_000_000 + difference.absolute },
      absolute: difference.absolute * 100_000,
    }),
  }))
  return exampleDiff({ differences })
}
