import { expect, test } from 'vitest'
import { createOutput } from '../../../cli/context.ts'
import { printProblems } from '../../../cli/print-problems.ts'
import { KeptStream } from '../../support/stream.ts'

test('each problem has a line, with the excerpt below it', async () => {
  const stream = new KeptStream()
  const problems = [
    { where: 'a.yaml:2:3', message: 'write 1 or more', excerpt: 'burst: 0\n       ^' },
    { where: '--rate', message: 'is given twice' },
  ]
  await printProblems({ problems, advice: undefined }, createOutput(stream, {}, true))
  expect(stream.text).toBe(
    [
      'coldburst: nothing was done (2 problems)',
      '  a.yaml:2:3: write 1 or more',
      '    burst: 0',
      '           ^',
      '  --rate: is given twice',
      '',
    ].join('\n'),
  )
})

test('what a file or a network said has no power over the terminal', async () => {
  const stream = new KeptStream()
  const problems = [{ where: 'runs/\u001b[2Jx', message: 'it says "\u009b31mred\n\u202efake"' }]
  await printProblems({ problems, advice: undefined }, createOutput(stream, {}, true))
  expect(stream.text).toBe('coldburst: nothing was done\n  runs/x: it says "red fake"\n')
})

test('what can be done about all of them stands below, and is no problem of its own', async () => {
  const stream = new KeptStream()
  const problems = [{ where: 'memory', message: '128 MB, 256 MB' }]
  await printProblems({ problems, advice: 'Do it all the same.' }, createOutput(stream, {}, true))
  expect(stream.text).toBe('coldburst: nothing was done\n  memory: 128 MB, 256 MB\nDo it all the same.\n')
})
