import { expect, test } from 'vitest'

import { pageOf, versionKey } from '../../../../lib/emulator/api/pages.ts'

function page(all: readonly string[], query: Record<string, string>) {
  return pageOf(all, (name) => name, new URLSearchParams(query))
}

const letters = ['c', 'a', 'b', 'e', 'd']

test('pages hold what was asked for, in order, and lead from one to the next', () => {
  const first = page(letters, { MaxItems: '2' })
  expect(first.items).toEqual(['a', 'b'])
  const second = page(letters, { MaxItems: '2', Marker: first.next ?? '' })
  expect(second.items).toEqual(['c', 'd'])
  const last = page(letters, { MaxItems: '2', Marker: second.next ?? '' })
  expect(last).toEqual({ items: ['e'], next: undefined })
})

test('what comes and goes between two pages makes no gap and no double', () => {
  const { next = '' } = page(letters, { MaxItems: '2' })
  expect(page(['a', 'aa', 'c', 'd'], { MaxItems: '2', Marker: next }).items).toEqual(['c', 'd'])
})

test('a page that holds all leads nowhere', () => {
  expect(page(letters, { MaxItems: '5' }).next).toBeUndefined()
  expect(page([], {})).toEqual({ items: [], next: undefined })
})

test('AWS gives no more than 50 at once', () => {
  const many = Array.from({ length: 120 }, (_, i) => String(i).padStart(3, '0'))
  expect(page(many, { MaxItems: '10000' }).items).toHaveLength(50)
  expect(page(many, {}).items).toHaveLength(50)
})

test.each([
  [{ MaxItems: '0' }, "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater"],
  [{ MaxItems: '10001' }, 'Member must have value less than or equal to 10000'],
  [{ MaxItems: 'ten' }, 'MaxItems must be a number'],
  [{ Marker: 'not base64!' }, 'Invalid Marker'],
  [{ Marker: '' }, 'Invalid Marker'],
])('%j is refused', (query, message) => {
  expect(() => page(letters, query)).toThrow(message)
})

test('versions are in the order of their numbers, $LATEST first', () => {
  const versions = ['10', '9', '$LATEST', '1'].map(versionKey).toSorted()
  expect(versions).toEqual(['$LATEST', '1', '9', '10'].map(versionKey))
})
