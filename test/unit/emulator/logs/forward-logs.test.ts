import { expect, test } from 'vitest'

import { createLogForwarder } from '../../../../lib/emulator/logs/forward-logs.ts'
import { createLogStore } from '../../../../lib/emulator/logs/log-store.ts'
import type { LogMessage } from '../../../../lib/emulator/protocol.ts'

/** A forwarder whose clock and timers are turned by hand, and whose reader takes over when told to. */
function world() {
  const sent: LogMessage[] = []
  const taken: (() => void)[] = []
  const timers: (() => void)[] = []
  const clock = { now: 0 }
  const forwarder = createLogForwarder({
    send(message, done) {
      sent.push(message)
      taken.push(done)
    },
    now: () => clock.now,
    later: (run) => void timers.push(run),
  })
  const store = createLogStore()
  store.onEvent = forwarder.take
  const open = (name: string) => store.open(`/aws/lambda/${name}`, `stream of ${name}`)
  const tick = (): void => {
    for (const run of timers.splice(0)) run()
  }
  return { sent, taken, clock, open, tick, timers }
}

test('lines go in one message for each run of lines of one environment', () => {
  const { sent, open, tick, timers } = world()
  const [a, b] = [open('a'), open('b')]
  a.output(Buffer.from('1\n2\n'))
  b.output(Buffer.from('3\n'))
  a.output(Buffer.from('4\n'))
  expect([sent.length, timers.length]).toEqual([0, 1])
  tick()
  expect(sent).toEqual([
    { kind: 'log', function: 'a', stream: 'stream of a', lines: ['1\n', '2\n'] },
    { kind: 'log', function: 'b', stream: 'stream of b', lines: ['3\n'] },
    { kind: 'log', function: 'a', stream: 'stream of a', lines: ['4\n'] },
  ])
})

test('beyond 2,000 lines in a second lines are left out and counted, and the next second goes on', () => {
  const { sent, open, tick, clock } = world()
  const writer = open('a')
  writer.output(Buffer.from('x\n'.repeat(2_500)))
  tick()
  expect(sent[0]?.lines).toHaveLength(2_000)
  expect(sent[1]).toMatchObject({ function: 'coldburst', lines: [expect.stringContaining('500 lines')] })
  clock.now = 1_000
  writer.output(Buffer.from('y\n'))
  tick()
  expect(sent[2]?.lines).toEqual(['y\n'])
})

test('a reader that has stopped reading is not sent more and more', () => {
  const { sent, taken, open, tick, clock } = world()
  const writer = open('a')
  for (let i = 0; i < 300; i += 1) {
    clock.now += 1_000
    writer.output(Buffer.from(`${i}\n`))
    tick()
  }
  expect(sent).toHaveLength(200)
  for (const done of taken) done()
  tick()
  expect(sent.at(-1)?.lines).toEqual([expect.stringContaining('100 lines are left out')])
})
