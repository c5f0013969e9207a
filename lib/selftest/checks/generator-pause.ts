import { responseTime, scheduleLag, serviceTime } from '../../model/observation.ts'
import type { Row } from '../../model/selftest.ts'
import { fromMillis } from '../../model/time.ts'
import type { Check } from '../check.ts'
import { countRow, type Measured, sentIn, usualFloor } from '../measured.ts'
import { quantile } from '../oracle/quantile.ts'
import { gapsOf } from '../oracle/spacing.ts'
import { compare, fact } from '../rows.ts'

const service = fromMillis(3)
const gap = fromMillis(10)
const pauseMillis = 100
export const sentOfA7 = 200

/** The generator itself stands still: it must say so, and not pass it off as the function's. */
export const generatorPause: Check = {
  id: 'A7',
  title: 'A generator that stood still says so',
  setup: '100/s for 2 s; service 3 ms; the firing process is stopped for 100 ms',
  async run(bench) {
    if (process.platform === 'win32') return { skipped: 'this system has no way to hold a process up' }
    let paused = 0
    const measured = await bench.fireInProcess({
      acts: [{ requests: Infinity, delays: [service] }],
      flags: ['--rate', '100/s', '-d', '2s'],
      async meddle(child) {
        await child.wait(800)
        paused = await child.pause(pauseMillis)
      },
    })
    return compareGeneratorPause(measured, paused)
  },
}

/** `paused` µs: those due meanwhile are sent at its end, each one gap less late than the one before. */
export function compareGeneratorPause(measured: Measured, paused: number): readonly Row[] {
  const { noise, run } = measured
  const sent = sentIn(measured, 0)
  const behind = sent.filter((one) => scheduleLag(one) > gap / 2)
  const most = Math.max(...sent.map(scheduleLag))
  return [
    countRow('sent in all', sentOfA7, sent.length),
    compare({
      what: 'sends held up by the pause',
      unit: 'count',
      claimed: Math.round((paused - gap / 2) / gap),
      measured: behind.length,
      tolerance: 2,
      noise: Math.ceil(noise.at(100) / gap),
    }),
    compare({
      what: 'schedule lag max',
      unit: 'µs',
      // The first that was due may have been so at any time in the first gap.
      claimed: paused - gap / 2,
      measured: sent.length === 0 ? undefined : most,
      tolerance: gap / 2 + 2 * usualFloor,
      noise: noise.at(100),
    }),
    compare({
      what: 'response time: step down',
      unit: 'µs',
      claimed: gap,
      measured: quantile(gapsOf(behind.map(responseTime)), 500),
      tolerance: usualFloor,
      noise: noise.at(90),
      noiseBothWays: true,
    }),
    compare({
      what: 'service time of those held up',
      unit: 'µs',
      claimed: service,
      measured: quantile(behind.map(serviceTime), 500),
      // All of them are sent at once then.
      tolerance: 2 * usualFloor,
      noise: noise.at(90),
    }),
    fact('the run says so', 'yes', saysSo(run) ? 'yes' : 'no'),
  ]
}

/** By its verdict or by a note. */
const saysSo = ({ validity, notes }: Measured['run']): boolean =>
  [...validity.reasons, ...notes].some((sentence) => /late|stood still|schedule/iu.test(sentence))
