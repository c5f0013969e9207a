import { describe, expect, it } from 'vitest'
import type { Row, RowVerdict } from '../../../lib/model/selftest.ts'
import type { Bench, Check } from '../../../lib/selftest/check.ts'
import { checks } from '../../../lib/selftest/checks/index.ts'
import { repeatDoubtful, runCheck } from '../../../lib/selftest/run-checks.ts'

const never = async (): Promise<never> => Promise.reject(new Error('nothing is fired here'))
const bench: Bench = { fire: never, fireInProcess: never, signal: new AbortController().signal }

const row = (verdict: RowVerdict): Row => ({ kind: 'fact', what: 'it', claimed: '1', measured: '2', verdict })

/** A check with these verdicts, one after the other. */
function check(...verdicts: RowVerdict[]): Check {
  const left = [...verdicts]
  return { id: 'A0', title: 'a check', setup: 'nothing', run: async () => [row(left.shift() ?? 'off')] }
}

async function repeated(one: Check, elapsed = 0) {
  const results = [await runCheck(one, bench)]
  await repeatDoubtful(results, [one], { bench, elapsed: () => elapsed, onRepeat: () => undefined })
  return results[0]
}

describe('a check', () => {
  it('that is ok is run once', async () => {
    expect(await repeated(check('ok', 'off'))).toMatchObject({ verdict: 'ok', attempts: 1 })
  })

  it('that is off is run again, and off only when it is so three times', async () => {
    expect(await repeated(check('off', 'off', 'ok'))).toMatchObject({ verdict: 'ok', attempts: 3 })
    expect(await repeated(check('off', 'off', 'off', 'ok'))).toMatchObject({ verdict: 'off', attempts: 3 })
  })

  it('that met noise is run again, and keeps the best of its attempts', async () => {
    expect(await repeated(check('too noisy', 'off', 'off'))).toMatchObject({
      verdict: 'too noisy',
      attempts: 3,
    })
    expect(await repeated(check('too noisy', 'ok'))).toMatchObject({ verdict: 'ok', attempts: 2 })
  })

  it('is not run again when there is no time left for it', async () => {
    expect(await repeated(check('off', 'ok'), 100_000)).toMatchObject({ verdict: 'off', attempts: 1 })
  })

  it('that can’t be run here is skipped, with the reason', async () => {
    const skipping: Check = { ...check(), run: async () => ({ skipped: 'no such signal' }) }
    expect(await repeated(skipping)).toMatchObject({
      verdict: 'skipped',
      skipped: 'no such signal',
      rows: [],
    })
  })
})

describe('the list of checks', () => {
  it('has all that are promised, each once', () => {
    const ids = checks.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(
      [1, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 18, 19].map((n) => `A${n}`).toSorted(),
    )
  })
})
