import type { CheckResult, Selftest } from '../../lib/model/selftest.ts'
import { micros } from '../../lib/model/time.ts'
import { compare, fact, verdictOf } from '../../lib/selftest/rows.ts'
import { exampleTool } from './stored-plan.ts'

/** A result with everything that can be in one, rows by the comparer itself. */
export function exampleSelftest(overrides: Partial<Selftest> = {}): Selftest {
  return {
    schema: 'coldburst/selftest@1',
    tool: exampleTool,
    machine: {
      processor: 'Example CPU\u001b[31m @ 3 GHz',
      memoryGb: 16,
      system: 'Linux 6.1',
      wakeUp: { p50: micros(100), p99: micros(1_200), max: micros(48_000) },
    },
    startedAt: '2026-11-23T12:00:00.000Z',
    durationMs: 91_400,
    ended: 'completed',
    checks: exampleChecks,
    honestRate: {
      perSecond: 11_000,
      limit: 'at 13000/s schedule lag p99 is 1.73 ms, not below 1 ms',
      tried: [
        { perSecond: 11_000, lagP99: micros(310), kept: true },
        { perSecond: 13_000, lagP99: micros(1_730), kept: false },
      ],
    },
    ...overrides,
  }
}

const checkOf = (
  id: string,
  title: string,
  setup: string,
  rows: CheckResult['rows'],
  attempts = 1,
): CheckResult => ({ id, title, setup, rows, verdict: verdictOf(rows), attempts })

const exampleChecks: readonly CheckResult[] = [
  checkOf(
    'A5',
    'A server that stands still is seen by all who should have been served',
    '100/s for 3 s',
    [
      compare({ what: 'observations', unit: 'count', claimed: 300, measured: 300, tolerance: 0 }),
      compare({ what: 'response p50', unit: 'µs', claimed: 20_000, measured: 20_412, tolerance: 1_500 }),
      compare({
        what: 'response p99',
        unit: 'µs',
        claimed: 421_000,
        measured: 431_000,
        tolerance: 8_420,
        noise: 9_000,
      }),
    ],
    3,
  ),
  checkOf('A10', 'A run that had to drop arrivals is refused', '500/s for 2 s, at most 16 in flight', [
    compare({
      what: 'share that was dropped',
      unit: 'ratio',
      claimed: 0.2,
      measured: 0.203,
      tolerance: 0.045,
    }),
    fact('exit code', '3', '0'),
  ]),
  checkOf('A12', 'Arrivals are spaced as planned, seen from the server', 'Poisson 100/s for 4 s', [
    compare({
      what: 'Poisson: Anderson-Darling',
      unit: 'number',
      relation: 'at-most',
      claimed: 3.857,
      measured: 0.612,
      tolerance: 0,
    }),
    compare({
      what: 'bursts: spread at the server',
      unit: 'µs',
      relation: 'at-most',
      claimed: 10_000,
      measured: 12_345,
      tolerance: 0,
      noise: 5_000,
    }),
    compare({
      what: 'bursts: from one to the next',
      unit: 'µs',
      claimed: 400_000,
      measured: undefined,
      tolerance: 0,
    }),
  ]),
  {
    id: 'A7',
    title: 'A generator that stood still says so',
    setup: '100/s for 2 s',
    rows: [],
    verdict: 'skipped',
    attempts: 1,
    skipped: 'this system has no way to hold a process up',
  },
]
