import { expect, test } from 'vitest'
import { certainlyOverlapped } from '../../../lib/classify/overlap.ts'
import { micros } from '../../../lib/model/time.ts'

const span = (sentAt: number, endedAt: number, duration?: number) => ({
  sentAt: micros(sentAt),
  endedAt: micros(endedAt),
  duration: duration === undefined ? undefined : micros(duration),
})

test('one after the other did not overlap', () => {
  expect(certainlyOverlapped(span(0, 10, 8), span(10, 20, 8))).toBe(false)
})

test('client intervals may overlap while the invocations had room side by side', () => {
  expect(certainlyOverlapped(span(0, 10, 5), span(0, 10, 5))).toBe(false)
  expect(certainlyOverlapped(span(0, 10, 6), span(0, 10, 5))).toBe(true)
})

test('it does not matter which one ended first', () => {
  expect(certainlyOverlapped(span(0, 20, 4), span(5, 10, 4))).toBe(false)
  expect(certainlyOverlapped(span(5, 10, 4), span(0, 20, 4))).toBe(false)
  expect(certainlyOverlapped(span(0, 20, 17), span(5, 10, 4))).toBe(true)
})

test('nothing is certain without a Duration', () => {
  expect(certainlyOverlapped(span(0, 10), span(0, 10, 10))).toBe(false)
})

test('a Duration that went on after the answer counts only up to the answer', () => {
  expect(certainlyOverlapped(span(0, 10, 50), span(10, 20, 50))).toBe(false)
})
