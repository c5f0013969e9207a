import { expect, test } from 'vitest'

import { gapOf } from '../../../../lib/emulator/logs/log-event.ts'
import { createLogStore, type LogStore } from '../../../../lib/emulator/logs/log-store.ts'

const group = '/aws/lambda/f'
const roomy = { totalBytes: 1_000_000, streamBytes: 1_000_000 }

function messages(store: LogStore, stream: string): string[] {
  const found = store.groups.get(group)?.streams.get(stream)
  return found?.events.slice(found.first).map(({ message }) => message) ?? []
}

test('a line of the platform ends what a process has begun to write', () => {
  const store = createLogStore(roomy)
  const writer = store.open(group, 's')
  writer.output(Buffer.from('one\nhalf'))
  writer.platform('END RequestId: r')
  expect(messages(store, 's')).toEqual(['one\n', 'half', 'END RequestId: r\n'])
})

test('times never go back, though the clock is set back', () => {
  let clock = 0
  const store = createLogStore(roomy, () => clock)
  const writer = store.open(group, 's')
  for (const time of [1_000, 900, 1_100]) {
    clock = time
    writer.platform('line')
  }
  const events = store.groups.get(group)?.streams.get('s')?.events ?? []
  expect(events.map(({ timestamp }) => timestamp)).toEqual([1_000, 1_000, 1_100])
  expect(events.map(({ number }) => number)).toEqual([1, 2, 3])
})

test('over all streams the oldest event goes first, and a gap says how many went', () => {
  // 160 bytes and its text for each event: three fit.
  const store = createLogStore({ totalBytes: 3 * 162, streamBytes: 10_000 })
  const [a, b] = [store.open(group, 'a'), store.open(group, 'b')]
  a.platform('1')
  b.platform('2')
  a.platform('3')
  b.platform('4')
  b.platform('5')
  expect(messages(store, 'a')).toEqual(['3\n'])
  expect(messages(store, 'b')).toEqual(['4\n', '5\n'])
  expect(store.dropped).toBe(2)
  const streamOfB = store.groups.get(group)?.streams.get('b')
  const gap = streamOfB === undefined ? undefined : gapOf(streamOfB)
  expect(gap?.number).toBe(2)
  expect(gap?.message).toContain('the 1 oldest events of this stream are gone')
})

test('one stream can not fill the store: its own oldest events go', () => {
  const store = createLogStore({ totalBytes: 100_000, streamBytes: 2 * 162 })
  const [quiet, loud] = [store.open(group, 'quiet'), store.open(group, 'loud')]
  quiet.platform('0')
  for (let i = 1; i < 10; i += 1) loud.platform(String(i))
  expect(messages(store, 'quiet')).toEqual(['0\n'])
  expect(messages(store, 'loud')).toEqual(['8\n', '9\n'])
})

test('a hundred thousand events through a small store keep the newest and nothing else', () => {
  const store = createLogStore({ totalBytes: 100 * 170, streamBytes: 100 * 170 })
  const writer = store.open(group, 's')
  for (let i = 0; i < 100_000; i += 1) writer.platform(String(i).padStart(9, '0'))
  expect(messages(store, 's')).toEqual(
    Array.from({ length: 100 }, (_, i) => `${String(99_900 + i).padStart(9, '0')}\n`),
  )
  expect(store.track.size).toBe(100)
  expect(store.track.first()?.message).toBe('000099900\n')
})

test('a stream that is closed goes with its last event; one that was never written to goes at once', () => {
  const store = createLogStore({ totalBytes: 162, streamBytes: 10_000 })
  const [closed, silent] = [store.open(group, 'closed'), store.open(group, 'silent')]
  closed.platform('1')
  closed.close()
  silent.close()
  expect([...(store.groups.get(group)?.streams.keys() ?? [])]).toEqual(['closed'])
  store.open(group, 'next').platform('2')
  expect([...(store.groups.get(group)?.streams.keys() ?? [])]).toEqual(['next'])
})

test('an environment that writes on after its stream or group was deleted begins a new one', () => {
  const store = createLogStore(roomy)
  const writer = store.open(group, 's')
  writer.platform('1')
  expect(store.deleteStream(group, 's')).toBe(true)
  writer.platform('2')
  expect(messages(store, 's')).toEqual(['2\n'])
  expect(store.deleteGroup(group)).toBe(true)
  expect(store.groups.size).toBe(0)
  writer.platform('3')
  expect(messages(store, 's')).toEqual(['3\n'])
  expect(store.track.first()?.message).toBe('3\n')
})

test('the last words of an environment that is gone begin no stream that nobody would ever close', () => {
  const store = createLogStore(roomy)
  const writer = store.open(group, 's')
  writer.platform('1')
  writer.close()
  writer.platform('2')
  expect(messages(store, 's')).toEqual(['1\n', '2\n'])
  store.deleteStream(group, 's')
  writer.platform('3')
  expect(store.groups.get(group)?.streams.size).toBe(0)
})

test('what is not there can not be deleted, and a group is created once', () => {
  const store = createLogStore(roomy)
  expect(store.deleteGroup('x')).toBe(false)
  expect(store.deleteStream('x', 'y')).toBe(false)
  expect(store.createGroup('x')).toBe(true)
  expect(store.createGroup('x')).toBe(false)
})

test('a listener is told of every event in order', () => {
  const store = createLogStore(roomy)
  const told: string[] = []
  store.onEvent = ({ message }) => told.push(message)
  const writer = store.open(group, 's')
  writer.output(Buffer.from('a\nb\nc'))
  writer.close()
  expect(told).toEqual(['a\n', 'b\n', 'c'])
})
