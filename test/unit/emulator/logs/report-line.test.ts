import { expect, test } from 'vitest'

import { billedMs, reportLine } from '../../../../lib/emulator/logs/report-line.ts'

const requestId = '581680ad-d7b2-45c3-9a7b-8a947fabf3b2'

test('a cold REPORT line has AWS fields in AWS order between single TABs', () => {
  const facts = { requestId, durationMs: 62.14, initMs: 162.08, memoryMb: 128, maxMemoryMb: 78 }
  expect(reportLine(facts)).toBe(
    `REPORT RequestId: ${requestId}\tDuration: 62.14 ms\tBilled Duration: 225 ms\tMemory Size: 128 MB` +
      '\tMax Memory Used: 78 MB\tInit Duration: 162.08 ms',
  )
})

test('a warm REPORT line has no Init Duration', () => {
  const line = reportLine({ requestId, durationMs: 2.9, memoryMb: 128, maxMemoryMb: 36 })
  expect(line).toBe(
    `REPORT RequestId: ${requestId}\tDuration: 2.90 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB` +
      '\tMax Memory Used: 36 MB',
  )
})

test('status and error type come last', () => {
  const facts = { requestId, durationMs: 133.61, initMs: 80, memoryMb: 128, maxMemoryMb: 31 }
  const line = reportLine({ ...facts, status: 'error', errorType: 'Runtime.ExitError' })
  expect(line).toMatch(/\tInit Duration: 80\.00 ms\tStatus: error\tError Type: Runtime\.ExitError$/)
})

test('a timeout has a status and no error type', () => {
  const facts = { requestId, durationMs: 3000, memoryMb: 128, maxMemoryMb: 31 }
  expect(reportLine({ ...facts, status: 'timeout' })).toMatch(/Max Memory Used: 31 MB\tStatus: timeout$/)
})

// Lines met on real Lambda after 2025-08-01.
test.each([
  [62.14, 162.08, 225],
  [1.44, 18.45, 20],
  [55.01, 127.75, 183],
  [133.17, 81.74, 215],
  [2.37, 423.98, 427],
  [3016.78, 84, 3101],
])('Duration %d and Init Duration %d are billed as %d ms: one ceil of the sum', (duration, init, billed) => {
  expect(billedMs(duration, init)).toBe(billed)
})

test('the bill follows from the figures as printed', () => {
  // Printed 62.14 and 162.86, which are 225 ms together; the measured sum is 225.0048 ms.
  expect(billedMs(62.1449, 162.8599)).toBe(225)
})

test('nothing is billed below one millisecond', () => {
  expect(billedMs(0.001)).toBe(1)
})
