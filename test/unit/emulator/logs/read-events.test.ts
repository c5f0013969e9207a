import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createLogStore, type LogStore } from '../../../../lib/emulator/logs/log-store.ts'
import { type Position, readStream, searchEvents } from '../../../../lib/emulator/logs/read-events.ts'

const always = { from: 0, to: Infinity }

/** A store whose clock is the number of the event, × 10. */
function filled(
  writes: readonly (readonly [string, string])[],
  limits = { totalBytes: 1e7, streamBytes: 1e7 },
) {
  let now = 0
  const store = createLogStore(limits, () => now)
  const writers = new Map(['a', 'b'].map((name) => [name, store.open('g', name)]))
  for (const [name, line] of writes) {
    now += 10
    writers.get(name)?.platform(line)
  }
  return store
}

function stream(store: LogStore, name: string) {
  const found = store.groups.get('g')?.streams.get(name)
  if (found === undefined) throw new Error(`no stream ${name}`)
  return found
}

const ten = Array.from({ length: 10 }, (_, i) => ['a', `line ${i + 1}`] as const)
const start: Position = { kind: 'after', number: 0 }
const end: Position = { kind: 'before', number: Number.MAX_SAFE_INTEGER }

function texts(events: readonly { readonly message: string }[]): string[] {
  return events.map(({ message }) => message.trimEnd())
}

test('from the head, pages go forward until one is empty and comes back to itself', () => {
  const a = stream(filled(ten), 'a')
  const first = readStream(a, start, always, 6)
  const second = readStream(a, { kind: 'after', number: first.forward }, always, 6)
  const third = readStream(a, { kind: 'after', number: second.forward }, always, 6)
  expect(texts(first.events).at(-1)).toBe('line 6')
  expect(texts(second.events)).toEqual(['line 7', 'line 8', 'line 9', 'line 10'])
  expect(third.events).toEqual([])
  expect(third.forward).toBe(second.forward)
  expect(texts(readStream(a, { kind: 'before', number: second.backward }, always, 2).events)).toEqual([
    'line 5',
    'line 6',
  ])
})

test('from the tail, the newest page comes first and its events in order', () => {
  const a = stream(filled(ten), 'a')
  const newest = readStream(a, end, always, 3)
  expect(texts(newest.events)).toEqual(['line 8', 'line 9', 'line 10'])
  expect(texts(readStream(a, { kind: 'before', number: newest.backward }, always, 3).events)).toEqual([
    'line 5',
    'line 6',
    'line 7',
  ])
})

test('following an empty stream finds what is written later', () => {
  const store = filled([])
  const nothing = readStream(stream(store, 'a'), end, always, 10)
  expect(nothing.events).toEqual([])
  store.open('g', 'a').platform('later')
  const followed = readStream(stream(store, 'a'), { kind: 'after', number: nothing.forward }, always, 10)
  expect(texts(followed.events)).toEqual(['later'])
})

test('the beginning of a time range is part of it and its end is not', () => {
  const page = readStream(stream(filled(ten), 'a'), start, { from: 30, to: 50 }, 10)
  expect(texts(page.events)).toEqual(['line 3', 'line 4'])
})

test('what was dropped shows as the first event of its stream', () => {
  const store = filled(ten, { totalBytes: 1e7, streamBytes: 3 * 170 })
  const [gap, ...kept] = texts(readStream(stream(store, 'a'), start, always, 10).events)
  expect(gap).toContain('the 7 oldest events')
  expect(kept).toEqual(['line 8', 'line 9', 'line 10'])
})

test('a page holds at most 1 MB', () => {
  const store = filled(Array.from({ length: 30 }, () => ['a', 'x'.repeat(100_000)] as const))
  expect(readStream(stream(store, 'a'), start, always, 10_000).events).toHaveLength(10)
})

test('a search over streams, paged anyhow, finds what a plain filter finds, in order and once', () => {
  const writes = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('hit', 'miss')), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(
      writes,
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      fc.boolean(),
      (all, limit, onlyA, small) => {
        const limits = { totalBytes: small ? 2_000 : 1e7, streamBytes: small ? 1_500 : 1e7 }
        const store = filled(all, limits)
        const group = store.groups.get('g')
        if (group === undefined) throw new Error('no group')
        const found: number[] = []
        let after = 0
        for (let pages = 0; pages < 100; pages += 1) {
          const page = searchEvents(store.track, {
            group,
            isSearched: ({ name }) => !onlyA || name === 'a',
            matches: (message) => message === 'hit\n',
            range: always,
            limit,
            after,
          })
          expect(page.events.length).toBeLessThanOrEqual(limit)
          found.push(...page.events.map(({ number }) => number))
          if (page.next === undefined) break
          after = page.next
        }
        const kept = [...group.streams.values()].flatMap(({ events, first }) => events.slice(first))
        const expected = kept
          .filter(({ message, stream: { name } }) => message === 'hit\n' && (!onlyA || name === 'a'))
          .map(({ number }) => number)
        expect(found).toEqual(expected.sort((x, y) => x - y))
      },
    ),
  )
})

test('a search stops after so many events and says where to go on', () => {
  const store = filled(
    Array.from({ length: 25_000 }, (_, i) => ['a', i === 24_999 ? 'hit' : 'miss'] as const),
  )
  const group = store.groups.get('g')
  if (group === undefined) throw new Error('no group')
  const search = { group, isSearched: () => true, range: always, limit: 10, after: 0 }
  const matches = (message: string): boolean => message === 'hit\n'
  const first = searchEvents(store.track, { ...search, matches })
  expect(first).toEqual({ events: [], next: 20_000 })
  const second = searchEvents(store.track, { ...search, matches, after: 20_000 })
  expect(texts(second.events)).toEqual(['hit'])
  expect(second.next).toBeUndefined()
})
